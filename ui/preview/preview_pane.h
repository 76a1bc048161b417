/// Any picture of a clip as the recipe leaves it, beside the picture as it is; scrubbed, played, and what it would cost.
///
/// Cost     nothing waits here: two requests under way at most, and a newer one replaces an older.
/// Thread   Qt thread.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "ui/preview/preview_canvas.h"
#include "ui/workspace.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace fotograma::ui {

class SampleEstimate;
class ScrubBar;

class PreviewPane : public QWidget {
    Q_OBJECT

public:
    PreviewPane(Workspace& workspace, QWidget* parent = nullptr);

    void setClip(const QString& file);
    [[nodiscard]] const QString& clip() const { return m_clip; }
    /// `shown`: input and filters of what is looked at; `whole`: the recipe that an estimate is made for.
    void setRecipe(const api::Json& shown, const api::Json& whole);
    void seek(double seconds);
    void setCuts(const std::vector<double>& cuts);
    void setPlaying(bool isOn);
    [[nodiscard]] PreviewCanvas& canvas() { return *m_canvas; }
    /// Between a change and the picture that shows it; -1 before the first.
    [[nodiscard]] double lastMs() const { return m_lastMs; }

signals:
    void clipChanged(const QString& file);

protected:
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    [[nodiscard]] QWidget* makeTools();
    void chooseClip();
    void askSoon();
    void ask();
    void askBefore();
    void askAfter();
    void playNext();
    [[nodiscard]] api::PreviewRequest request(const api::Json& recipe, const char* slot) const;
    void take(const base::Result<api::Preview>& preview);

    Workspace& m_workspace;
    QString m_clip;
    api::Json m_shown;
    api::Json m_whole;
    PreviewCanvas* m_canvas;
    ScrubBar* m_scrub;
    SampleEstimate* m_estimate;
    QLabel* m_time;
    QLabel* m_facts;
    QToolButton* m_play;
    QTimer m_soon;
    QElapsedTimer m_changed;  ///< Since the oldest change that is not shown yet.
    QElapsedTimer m_asked;
    bool m_afterUnderWay = false;
    bool m_wantsAfter = false;
    QString m_beforeKey;  ///< What the picture before shows: it stays while the filters change.
    bool m_isPlaying = false;
    Compare m_comparedBefore = Compare::Split;  ///< Before playing.
    double m_playedFrom = 0.0;
    QElapsedTimer m_playClock;
    double m_lastMs = -1.0;
};

}  // namespace fotograma::ui
