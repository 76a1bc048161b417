#include "ui/queue/when_done.h"

#include <QActionGroup>
#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QMenu>
#include <QProcess>
#include <QSettings>

namespace fotograma::ui {

namespace {

const QString kNotifies = QStringLiteral("whenDone/notify");
const QString kSounds = QStringLiteral("whenDone/sound");
const QString kCommand = QStringLiteral("whenDone/command");

class SystemDesktop : public Desktop {
public:
    void notify(const QString& title, const QString& sentence) override {
        QDBusMessage call = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
            QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
        call << QApplication::applicationDisplayName() << 0U << QStringLiteral("fotograma-desktop") << title << sentence
             << QStringList() << QVariantMap() << -1;
        QDBusConnection::sessionBus().send(call);  // without a server nothing happens
    }

    void playSound() override { QApplication::beep(); }

    bool run(const QString& command) override {
        QStringList words = QProcess::splitCommand(command);
        if (words.isEmpty()) return true;
        const QString program = words.takeFirst();
        return QProcess::startDetached(program, words);
    }

    void power(PowerAction action) override {
        if (action == PowerAction::Quit) return QApplication::closeAllWindows();
        if (action == PowerAction::Nothing) return;
        QDBusMessage call = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
            QStringLiteral("org.freedesktop.login1.Manager"),
            action == PowerAction::Sleep ? QStringLiteral("Suspend") : QStringLiteral("PowerOff"));
        call << true;  // the system may ask for a password
        QDBusConnection::systemBus().send(call);
    }
};

}  // namespace

Desktop& systemDesktop() {
    static SystemDesktop desktop;
    return desktop;
}

WhenDone::WhenDone(Desktop& desktop, QObject* parent) : QObject(parent), m_desktop(desktop) {}

QMenu* WhenDone::makeMenu(QWidget* parent) {
    auto* menu = new QMenu(tr("When the queue is &done"), parent);
    QAction* notify = menu->addAction(tr("&Notify me"));
    QAction* sound = menu->addAction(tr("Play a &sound"));
    QAction* command = menu->addAction(tr("Run a &command…"));
    for (QAction* action : {notify, sound, command}) action->setCheckable(true);
    menu->addSeparator();
    auto* powers = new QActionGroup(menu);
    const std::pair<PowerAction, QString> choices[] = {{PowerAction::Nothing, tr("Leave the computer on")},
                                                       {PowerAction::Quit, tr("&Quit Fotograma, once")},
                                                       {PowerAction::Sleep, tr("Put the computer to s&leep, once")},
                                                       {PowerAction::ShutDown, tr("Shut the computer &down, once")}};
    for (const auto& [power, text] : choices) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setData(static_cast<int>(power));
        powers->addAction(action);
        connect(action, &QAction::triggered, this, [this, power = power] { setPower(power); });
    }
    connect(notify, &QAction::triggered, this, &WhenDone::setNotifies);
    connect(sound, &QAction::triggered, this, &WhenDone::setSounds);
    connect(command, &QAction::triggered, this, &WhenDone::commandAsked);
    connect(menu, &QMenu::aboutToShow, this, [this, notify, sound, command, powers] {
        notify->setChecked(m_notifies);
        sound->setChecked(m_sounds);
        command->setChecked(!m_command.isEmpty());
        for (QAction* action : powers->actions())
            action->setChecked(action->data().toInt() == static_cast<int>(m_power));
    });
    return menu;
}

void WhenDone::restore(const QSettings& settings) {
    m_notifies = settings.value(kNotifies, true).toBool();
    m_sounds = settings.value(kSounds, false).toBool();
    m_command = settings.value(kCommand).toString();
}

// The power action is not kept: nobody wants yesterday's to shut the computer down today.
void WhenDone::save(QSettings& settings) const {
    settings.setValue(kNotifies, m_notifies);
    settings.setValue(kSounds, m_sounds);
    settings.setValue(kCommand, m_command);
}

void WhenDone::setPower(PowerAction action) {
    m_power = action;
    emit changed();
}

void WhenDone::follow(const QueueTotals& totals) {
    const bool isBusy = totals.count(api::JobState::Running) + totals.count(api::JobState::Queued) > totals.stranded;
    // A queue that was only paused is not done.
    if (m_wasBusy && !isBusy && totals.count(api::JobState::Paused) == 0 && totals.count() > 0) celebrate(totals);
    m_wasBusy = isBusy;
}

void WhenDone::celebrate(const QueueTotals& totals) {
    const int failed = totals.count(api::JobState::Failed);
    if (m_notifies)
        m_desktop.notify(failed > 0 ? tr("The queue is done, with failures") : tr("The queue is done"),
                         tr("Done: %1. Failed: %2.").arg(totals.count(api::JobState::Done)).arg(failed));
    if (m_sounds) m_desktop.playSound();
    if (!m_command.isEmpty() && !m_desktop.run(m_command)) emit commandFailed(m_command);
    if (m_power == PowerAction::Nothing) return;
    const PowerAction due = m_power;
    setPower(PowerAction::Nothing);
    emit powerDue(due);
}

}  // namespace fotograma::ui
