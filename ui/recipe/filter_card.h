/// One filter of a chain: a line that tells what it does, and its form below when it is open.
///
/// Thread   Qt thread.
#pragma once

#include <QFrame>
#include <QPoint>

#include "engine/api/types.h"

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace fotograma::ui {

class ParamForm;

class FilterCard : public QFrame {
    Q_OBJECT

public:
    /// Without an operation the service does not know the filter: the card says so.
    FilterCard(const api::OperationInfo* operation, const std::string& id, QWidget* parent);

    void show(const api::Json& filter, int index);
    using QFrame::show;
    void setOpen(bool isOpen);
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] const std::string& id() const { return m_id; }

signals:
    void edited(const std::string& parameter, const fotograma::api::Json& value);
    void bypassed(bool isOn);
    void removeAsked();
    void moveAsked(int by);
    void dragAsked();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void makeForm();
    [[nodiscard]] QString summary(const api::Json& params) const;

    std::string m_id;
    api::OperationInfo m_operation;
    bool m_isKnown;
    api::Json m_params;
    bool m_isOpen = false;
    bool m_isPressed = false;
    QPoint m_pressedAt;
    QVBoxLayout* m_layout;
    QLabel* m_number;
    QLabel* m_title;
    QLabel* m_summary;
    QToolButton* m_eye;
    ParamForm* m_form = nullptr;
};

}  // namespace fotograma::ui
