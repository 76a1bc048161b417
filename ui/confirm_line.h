/// A question in place, over what it is about: what would happen, and two answers. Escape is the harmless one.
///
/// Thread   Qt thread.
#pragma once

#include <QFrame>
#include <functional>

class QLabel;
class QPushButton;

namespace fotograma::ui {

class ConfirmLine : public QFrame {
    Q_OBJECT

public:
    explicit ConfirmLine(QWidget* parent = nullptr);

    /// Hidden until then. `action` names what the first button does: "Clear".
    void ask(const QString& question, const QString& action, std::function<void()> done);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void answer(bool isYes);

    QLabel* m_question;
    QPushButton* m_yes;
    QPushButton* m_no;
    std::function<void()> m_done;
};

}  // namespace fotograma::ui
