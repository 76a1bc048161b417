/// A line in place for what the user should know, instead of a dialog that stops everything.
///
/// Thread   Qt thread.
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace fotograma::ui {

class MessageBar : public QFrame {
    Q_OBJECT

public:
    enum class Tone { Note, Problem };

    explicit MessageBar(QWidget* parent = nullptr);

    /// Replaces what is shown. The user closes it; the next message replaces it.
    void say(Tone tone, const QString& sentence);
    [[nodiscard]] QString sentence() const;

private:
    QLabel* m_icon;
    QLabel* m_text;
};

}  // namespace fotograma::ui
