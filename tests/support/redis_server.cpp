#include "tests/support/redis_server.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

namespace fotograma::test {

bool RedisServer::isInstalled() {
    return !QStandardPaths::findExecutable("redis-server").isEmpty() &&
           !QStandardPaths::findExecutable("redis-cli").isEmpty();
}

RedisServer::RedisServer(const QString& folder, QStringList options)
    : m_folder(folder), m_options(std::move(options)) {}

RedisServer::~RedisServer() {
    if (m_process.state() != QProcess::NotRunning) kill();
}

bool RedisServer::start() {
    const QString socket = m_folder + "/redis.sock";
    QFile::remove(socket);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.start("redis-server", QStringList{"--port", "0", "--unixsocket", socket, "--save", "", "--appendonly",
                                                "no", "--dir", m_folder} +
                                        m_options);
    return m_process.waitForStarted() &&
           QTest::qWaitFor([&] { return QFile::exists(socket) && !ask({"PING"}).isEmpty(); }, 10'000);
}

void RedisServer::kill() {
    m_process.kill();
    m_process.waitForFinished();
}

void RedisServer::stall() { ::kill(pid_t(m_process.processId()), SIGSTOP); }
void RedisServer::goOn() { ::kill(pid_t(m_process.processId()), SIGCONT); }

std::string RedisServer::url() const { return "redis+unix://" + (m_folder + "/redis.sock").toStdString(); }

QString RedisServer::ask(const QStringList& words) const {
    QProcess cli;
    cli.start("redis-cli", QStringList{"-s", m_folder + "/redis.sock"} + words);
    cli.waitForFinished(5000);
    return QString::fromUtf8(cli.readAllStandardOutput()).trimmed();
}

}  // namespace fotograma::test
