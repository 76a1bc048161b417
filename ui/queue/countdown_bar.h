/// A line in place for something that happens in a few seconds unless the person says otherwise.
///
/// Thread   Qt thread.
#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;

namespace fotograma::ui {

class CountdownBar : public QFrame {
    Q_OBJECT

public:
    explicit CountdownBar(QWidget* parent = nullptr);

    /// Shows the sentence, in which "%1" stands for the seconds left. `happen` is called when they are over, `stop` when
    /// the button is pressed; exactly one of them. What still waited happens first.
    void start(const QString& sentence, const QString& button, int seconds, std::function<void()> happen,
               std::function<void()> stop);
    /// What waits happens now.
    void happenNow();
    [[nodiscard]] bool isWaiting() const { return m_happen != nullptr; }

private:
    void tick();
    void end(bool isStopped);

    QString m_sentence;
    int m_left = 0;
    std::function<void()> m_happen;
    std::function<void()> m_stop;
    QTimer m_timer;
    QLabel* m_text;
    QPushButton* m_button;
};

}  // namespace fotograma::ui
