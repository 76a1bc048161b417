/// All charts of the engine's load at once, over a stretch of time that the user chooses; live until paused.
///
/// Cost     nothing while hidden.
/// Owner    borrows the workspace.
/// Thread   Qt thread.
#pragma once

#include <vector>

#include "ui/page.h"
#include "ui/workspace.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace fotograma::ui {

class StageBars;
class TimeChart;

class ChartsPage : public Page {
    Q_OBJECT

public:
    ChartsPage(Workspace& workspace, QWidget* parent);

    [[nodiscard]] bool isPaused() const;
    void setPaused(bool isPaused);
    void setWindow(double seconds);
    /// All charts below each other; false when the file cannot be written.
    bool savePicture(const QString& path);
    /// The numbers that are shown, chart after chart.
    bool saveNumbers(const QString& path) const;

    void restore(const QSettings& settings) override;
    void save(QSettings& settings) const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildBar();
    void follow(double seconds);
    void showPause();
    void askOftenEnough();
    void arrange();
    [[nodiscard]] std::vector<api::StageShare> liveStages() const;
    void askToSave(bool asPicture);

    Workspace& m_workspace;
    const LoadHistory& m_history;
    std::vector<TimeChart*> m_charts;
    TimeChart* m_gpu;
    StageBars* m_stages;
    QComboBox* m_window;
    QToolButton* m_pause;
    QToolButton* m_export;
    QWidget* m_bar;
    QGridLayout* m_grid;
    double m_stagesAt = -1.0;
    int m_columns = 0;
};

}  // namespace fotograma::ui
