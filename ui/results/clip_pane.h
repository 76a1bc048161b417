/// One clip closely: its picture, its numbers, and where it cuts. A cut that is chosen shows its first picture.
///
/// Owner    borrows the workspace.
/// Thread   Qt thread.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "ui/results/clip_row.h"
#include "ui/workspace.h"

class QLabel;
class QListWidget;
class QToolButton;

namespace fotograma::ui {

class ElidedLabel;

class ClipPane : public QWidget {
    Q_OBJECT

public:
    explicit ClipPane(Workspace& workspace, QWidget* parent = nullptr);

    void showClip(const ClipRow& clip, const std::vector<ClipColumns::Column>& columns);
    void clear();
    /// More clips than one are chosen: their number, and the picture of the first.
    void setChosen(int count);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void ask(double seconds, bool isShare);
    void showPicture();
    void showCuts(const ClipRow& clip);

    Workspace& m_workspace;
    std::optional<api::JobId> m_job;
    QString m_input;
    QImage m_image;
    ElidedLabel* m_title;
    QLabel* m_chosen;
    QLabel* m_picture;
    QLabel* m_facts;
    QLabel* m_cutsTitle;
    QListWidget* m_cuts;
    QToolButton* m_open;
};

}  // namespace fotograma::ui
