/// A list of filters or measures to choose from, with a field that narrows it; closes when one is chosen.
///
/// Thread   Qt thread.
#pragma once

#include <QFrame>
#include <vector>

#include "engine/api/types.h"

class QLineEdit;
class QListWidget;

namespace fotograma::ui {

class OperationPicker : public QFrame {
    Q_OBJECT

public:
    OperationPicker(const std::vector<api::OperationInfo>& operations, QWidget* parent);

    /// Opens beside a widget.
    void popup(const QWidget& beside);

signals:
    void picked(const std::string& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void narrow(const QString& text);
    void choose();

    QLineEdit* m_text;
    QListWidget* m_list;
};

}  // namespace fotograma::ui
