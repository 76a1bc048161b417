/// What happens when the queue has nothing more to do: a notice, a sound, a command, and once a power action.
///
/// Owner    the desktop is borrowed and outlives it.
/// Thread   Qt thread.
#pragma once

#include <QObject>
#include <QString>

#include "ui/queue/queue_model.h"

class QMenu;
class QSettings;

namespace fotograma::ui {

enum class PowerAction { Nothing, Quit, Sleep, ShutDown };

/// What the desktop around the window can do for it.
class Desktop {
public:
    virtual ~Desktop() = default;
    virtual void notify(const QString& title, const QString& sentence) = 0;
    virtual void playSound() = 0;
    /// False when the command cannot be started.
    virtual bool run(const QString& command) = 0;
    virtual void power(PowerAction action) = 0;
};

/// The real one: notices and power over D-Bus, commands without a shell.
[[nodiscard]] Desktop& systemDesktop();

class WhenDone : public QObject {
    Q_OBJECT

public:
    explicit WhenDone(Desktop& desktop, QObject* parent = nullptr);

    /// The choices, as a menu that stays true.
    [[nodiscard]] QMenu* makeMenu(QWidget* parent);
    void restore(const QSettings& settings);
    void save(QSettings& settings) const;

    /// Watches for the moment when the last job under way ends.
    void follow(const QueueTotals& totals);

    void setNotifies(bool isOn) { m_notifies = isOn; }
    void setSounds(bool isOn) { m_sounds = isOn; }
    void setCommand(const QString& command) { m_command = command; }
    [[nodiscard]] QString command() const { return m_command; }
    /// Holds for the next end of the queue only.
    void setPower(PowerAction action);
    [[nodiscard]] PowerAction power() const { return m_power; }
    void act(PowerAction action) { m_desktop.power(action); }

signals:
    void changed();
    /// A power action is due: it is to be announced with a countdown.
    void powerDue(fotograma::ui::PowerAction action);
    void commandFailed(const QString& command);
    /// The person wants to say which command is run.
    void commandAsked();

private:
    void celebrate(const QueueTotals& totals);

    Desktop& m_desktop;
    bool m_wasBusy = false;
    bool m_notifies = true;
    bool m_sounds = false;
    QString m_command;
    PowerAction m_power = PowerAction::Nothing;
};

}  // namespace fotograma::ui
