/// Whether the desktop prefers dark, as the settings portal tells it (GNOME, KDE and others on Linux).
///
/// Errors   no bus, no portal or no preference: told() is never emitted.
/// Thread   Qt thread; asks without waiting.
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QString>

namespace fotograma::ui {

class SystemScheme : public QObject {
    Q_OBJECT

public:
    explicit SystemScheme(QObject* parent = nullptr);

signals:
    /// At the answer, and again whenever the user switches.
    void told(bool isDark);

private slots:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void tell(QVariant value);
};

}  // namespace fotograma::ui
