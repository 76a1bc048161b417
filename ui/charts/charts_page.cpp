#include "ui/charts/charts_page.h"

#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/charts/load_charts.h"
#include "ui/charts/stage_bars.h"
#include "ui/choice_box.h"
#include "ui/page_parts.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr double kWindows[] = {60, 300, 900, 3600, 21600, 86400};
const QString kWindow = QStringLiteral("charts/window");
constexpr int kWatchedMs = 100;
constexpr int kUnwatchedMs = 1000;
constexpr int kNarrow = 700;  // below it, one chart a row
constexpr int kWide = 1500;   // from it on, three
constexpr QSize kPictureSize(1200, 260);
}  // namespace

extern const PageDefinition kChartsPage;
const PageDefinition kChartsPage{
    .id = "charts",
    .glyph = Glyph::Statistics,
    .title = [] { return ChartsPage::tr("Charts"); },
    .make = [](Workspace& workspace, QWidget* parent) -> Page* { return new ChartsPage(workspace, parent); }};

ChartsPage::ChartsPage(Workspace& workspace, QWidget* parent)
    : Page(parent),
      m_workspace(workspace),
      m_history(workspace.load()),
      m_stages(new StageBars(this)),
      m_bar(new QWidget(this)) {
    for (const auto make :
         {makeThroughputChart, makeLatencyChart, makeProcessorChart, makeMemoryChart, makeDiskChart, makeGpuChart})
        m_charts.push_back(make(m_history, this));
    m_gpu = m_charts.back();
    buildBar();
    for (QWidget* card : m_charts) card->setMinimumHeight(150);
    auto* cards = new QWidget(this);
    m_grid = new QGridLayout(cards);
    m_grid->setContentsMargins(12, 0, 12, 8);
    m_grid->setSpacing(8);
    for (TimeChart* chart : m_charts) makeCard(chart);
    makeCard(m_stages);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_bar);
    layout->addWidget(cards, 1);
    arrange();
    setWindow(kWindows[1]);
    connect(&m_history, &LoadHistory::added, this, &ChartsPage::follow);
}

void ChartsPage::buildBar() {
    m_window = new ChoiceBox(m_bar);
    m_window->setAccessibleName(tr("Stretch of time"));
    for (const double seconds : kWindows) m_window->addItem(tr("Last %1").arg(spanText(seconds)), seconds);
    connect(m_window, &QComboBox::currentIndexChanged, this,
            [this](int index) { setWindow(m_window->itemData(index).toDouble()); });
    m_pause = makeToolButton(Glyph::Pause, tr("Pause"), m_bar);
    m_pause->setCheckable(true);
    connect(m_pause, &QToolButton::toggled, this, &ChartsPage::showPause);
    m_export = makeToolButton(Glyph::Export, tr("Export"), m_bar);
    m_export->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_export);
    menu->addAction(tr("Picture (PNG)…"), this, [this] { askToSave(true); });
    menu->addAction(tr("Numbers (CSV)…"), this, [this] { askToSave(false); });
    m_export->setMenu(menu);
    auto* layout = new QHBoxLayout(m_bar);
    layout->setContentsMargins(12, 6, 12, 2);
    layout->setSpacing(8);
    layout->addWidget(m_window);
    layout->addWidget(m_pause);
    layout->addStretch();
    layout->addWidget(m_export);
    showPause();
}

bool ChartsPage::isPaused() const { return m_pause->isChecked(); }
void ChartsPage::setPaused(bool isPaused) { m_pause->setChecked(isPaused); }

void ChartsPage::setWindow(double seconds) {
    const int index = m_window->findData(seconds);
    if (index >= 0) m_window->setCurrentIndex(index);
    for (TimeChart* chart : m_charts) chart->setWindow(seconds);
}

void ChartsPage::showPause() {
    const bool paused = isPaused();
    m_pause->setText(paused ? tr("Go on") : tr("Pause"));
    m_pause->setIcon(icon(paused ? Glyph::Start : Glyph::Pause));
    m_pause->setToolTip(paused ? tr("Show what happens now")
                               : tr("Hold the picture still; figures are still collected"));
    if (!paused) follow(m_history.now());
    askOftenEnough();
}

/// Ten times a second while somebody looks; else once will do.
void ChartsPage::askOftenEnough() {
    m_workspace.bridge().setStatsInterval(isVisible() && !isPaused() ? kWatchedMs : kUnwatchedMs);
}

void ChartsPage::follow(double seconds) {
    if (!isVisible() || isPaused()) return;
    if (m_gpu->isVisibleTo(this) != m_history.hasGpu()) arrange();
    for (TimeChart* chart : m_charts) chart->showUpTo(seconds);
    // It looks through all jobs: once a second is enough.
    if (seconds - m_stagesAt < 1.0) return;
    m_stagesAt = seconds;
    m_stages->showStages(liveStages());
}

/// Of the jobs that run now where they tell; else of those that ended in the last seconds.
std::vector<api::StageShare> ChartsPage::liveStages() const {
    std::vector<api::StageShare> sums;
    std::vector<int> counts;
    const QueueModel& jobs = m_workspace.jobs();
    if (jobs.totals().count(api::JobState::Running) == 0) return m_history.stages();
    for (int row = 0; row < jobs.rowCount(); ++row) {
        if (jobs.at(row).state != api::JobState::Running) continue;
        for (const api::StageShare& stage : jobs.at(row).progress.stages) {
            auto place = std::ranges::find(sums, stage.stage, &api::StageShare::stage);
            if (place == sums.end()) {
                place = sums.insert(sums.end(), {stage.stage, 0.0});
                counts.push_back(0);
            }
            place->busyShare += stage.busyShare;
            ++counts[static_cast<std::size_t>(place - sums.begin())];
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i].busyShare /= counts[i];
    return sums.empty() ? m_history.stages() : sums;
}

// ---- Places ----------------------------------------------------------------------------------------------------

void ChartsPage::arrange() {
    const int columns = width() < kNarrow ? 1 : width() < kWide ? 2 : 3;
    if (columns == m_columns && m_gpu->isVisibleTo(this) == m_history.hasGpu()) return;
    m_columns = columns;
    m_gpu->setVisible(m_history.hasGpu());
    std::vector<QWidget*> cards(m_charts.begin(), m_charts.end());
    if (!m_history.hasGpu()) cards.pop_back();
    cards.insert(cards.begin() + 2, m_stages);
    int place = 0;
    for (QWidget* card : cards) {
        m_grid->removeWidget(card);
        m_grid->addWidget(card, place / columns, place % columns);
        ++place;
    }
    for (int column = 0; column < 3; ++column) m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void ChartsPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    arrange();
}

void ChartsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    follow(m_history.now());
    askOftenEnough();
}

void ChartsPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_workspace.bridge().setStatsInterval(kUnwatchedMs);
}

// ---- Taking them along -----------------------------------------------------------------------------------------

bool ChartsPage::savePicture(const QString& path) {
    QPixmap all(QSize(kPictureSize.width(), kPictureSize.height() * static_cast<int>(m_charts.size())) *
                devicePixelRatioF());
    all.setDevicePixelRatio(devicePixelRatioF());
    QPainter painter(&all);
    int y = 0;
    for (TimeChart* chart : m_charts) {
        painter.drawPixmap(0, y, chart->picture(kPictureSize));
        y += kPictureSize.height();
    }
    painter.end();
    return all.save(path, "PNG");
}

bool ChartsPage::saveNumbers(const QString& path) const {
    const QDateTime wallNow = QDateTime::currentDateTime();
    const double now = m_history.now();
    const auto wall = [&](double seconds) {
        return wallNow.addMSecs(static_cast<qint64>((seconds - now) * 1000.0)).toString(Qt::ISODateWithMs);
    };
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return false;
    for (const TimeChart* chart : m_charts)
        file.write((QStringLiteral("# %1\n").arg(chart->title()) + chart->csv(wall) + u'\n').toUtf8());
    return file.commit();
}

void ChartsPage::askToSave(bool asPicture) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString suggested = QDir(folder).filePath(tr("Fotograma charts") + (asPicture ? ".png" : ".csv"));
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the charts"), suggested,
                                                      asPicture ? tr("Pictures (*.png)") : tr("Tables (*.csv)"));
    if (path.isEmpty()) return;
    const bool done = asPicture ? savePicture(path) : saveNumbers(path);
    if (done)
        m_workspace.say(MessageBar::Tone::Note, tr("Saved: %1").arg(path));
    else
        m_workspace.say(MessageBar::Tone::Problem, tr("%1 cannot be written. Choose another folder.").arg(path));
}

void ChartsPage::restore(const QSettings& settings) { setWindow(settings.value(kWindow, kWindows[1]).toDouble()); }

void ChartsPage::save(QSettings& settings) const { settings.setValue(kWindow, m_window->currentData()); }

}  // namespace fotograma::ui
