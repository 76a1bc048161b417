/// A redis-server of the test's own, on a socket in its folder.
#pragma once

#include <QProcess>
#include <QString>

#include <string>

namespace fotograma::test {

class RedisServer {
public:
    /// True when the program is installed.
    static bool isInstalled();

    explicit RedisServer(const QString& folder, QStringList options = {});
    ~RedisServer();

    /// Until it answers. False when it does not come up.
    bool start();
    void kill();   ///< SIGKILL.
    void stall();  ///< SIGSTOP: takes connections, says nothing.
    void goOn();
    [[nodiscard]] std::string url() const;
    /// Runs redis-cli; what it prints.
    QString ask(const QStringList& words) const;

private:
    QString m_folder;
    QStringList m_options;
    QProcess m_process;
};

}  // namespace fotograma::test
