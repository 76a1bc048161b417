/// How the recipe would run for a clip: what becomes one pass, where, by what means; and what is kept, changed or lost.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>

#include "engine/api/types.h"

class QLabel;
class QTreeWidget;

namespace fotograma::ui {

class ExplainView : public QWidget {
    Q_OBJECT

public:
    explicit ExplainView(QWidget* parent = nullptr);

    void show(const api::CheckReply& reply);
    using QWidget::show;
    void showNothing();

private:
    QLabel* m_summary;
    QTreeWidget* m_passes;
    QTreeWidget* m_fates;
};

}  // namespace fotograma::ui
