#include "ui/results/results_page.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>
#include <algorithm>
#include <cmath>

#include "ui/choice_box.h"
#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/results/clip_pane.h"
#include "ui/results/duplicates_view.h"
#include "ui/results/histogram_plot.h"
#include "ui/results/results_model.h"
#include "ui/results/scatter_plot.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
const QString kColumns = QStringLiteral("results/columns");
const QString kRows = QStringLiteral("results/rows");
const QString kNumbers = QStringLiteral("results/numbers");
/// What is looked at first: light against sharpness, and length.
const QStringList kFirstNumbers{QStringLiteral("luma.mean"), QStringLiteral("blur.sharpness"),
                                QStringLiteral("file.duration")};
constexpr int kSettleMs = 60;
constexpr int kNumberWidth = 104;
}  // namespace

extern const PageDefinition kResultsPage;
const PageDefinition kResultsPage{
    .id = "results",
    .glyph = Glyph::Results,
    .title = [] { return ResultsPage::tr("Results"); },
    .make = [](Workspace& workspace, QWidget* parent) -> Page* { return new ResultsPage(workspace, parent); }};

ResultsPage::ResultsPage(Workspace& workspace, QWidget* parent)
    : Page(parent), m_workspace(workspace), m_model(new ResultsModel(workspace.bridge(), this)) {
    m_model->describe(workspace.info().operations);
    buildTable();
    m_clip = new ClipPane(workspace, this);
    m_duplicates = new DuplicatesView(workspace, this);
    m_empty = makeEmptyText(this);
    m_rows = new QSplitter(Qt::Vertical, this);
    m_rows->addWidget(m_stack = new QStackedWidget(this));
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->setContentsMargins(3, 3, 3, 3);
    makeCard(m_stack);
    m_rows->addWidget(makePlots());
    m_rows->setSizes({380, 300});
    m_columns = new QSplitter(Qt::Horizontal, this);
    m_columns->addWidget(m_rows);
    m_columns->addWidget(m_clip);
    m_columns->setStretchFactor(0, 1);
    m_columns->setSizes({820, 300});
    for (QSplitter* splitter : {m_rows, m_columns}) {
        splitter->setHandleWidth(8);
        splitter->setChildrenCollapsible(false);
    }
    auto* clips = new QWidget(this);
    auto* inner = new QVBoxLayout(clips);
    inner->setContentsMargins(0, 8, 0, 0);
    inner->setSpacing(8);
    inner->addWidget(makeBar());
    inner->addWidget(m_columns, 1);
    m_tabs = new QTabWidget(this);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Results"));
    m_tabs->addTab(clips, tr("Clips"));
    auto* duplicates = new QWidget(this);
    auto* other = new QVBoxLayout(duplicates);
    other->setContentsMargins(0, 8, 0, 0);
    other->addWidget(m_duplicates);
    m_tabs->addTab(duplicates, tr("Duplicates"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 8);
    layout->addWidget(m_tabs);
    connectParts();
    fillChoices();
    showState();
}

void ResultsPage::buildTable() {
    m_table = makeTable(tr("Clips"), this);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setSortingEnabled(true);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setDefaultSectionSize(kNumberWidth);
    m_table->header()->setTextElideMode(Qt::ElideMiddle);
    m_table->sortByColumn(ResultsModel::Name, Qt::AscendingOrder);
    m_table->setColumnWidth(ResultsModel::Name, 240);
    m_table->setColumnWidth(ResultsModel::Recipe, 120);
}

QWidget* ResultsPage::makeBar() {
    auto* bar = new QWidget(this);
    m_search = makeSearchField(tr("Find a clip"), bar);
    m_count = new QLabel(bar);
    m_count->setObjectName(QStringLiteral("muted"));
    m_export = makeToolButton(Glyph::Export, tr("Export"), bar);
    m_export->setToolTip(tr("Write the chosen clips, or all that are shown, as CSV, JSON lines or Parquet"));
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_count);
    layout->addStretch();
    layout->addWidget(m_export);
    return bar;
}

QWidget* ResultsPage::makePlots() {
    m_scatter = new ScatterPlot(this);
    m_histogram = new HistogramPlot(this);
    m_x = new ChoiceBox(this);
    m_y = new ChoiceBox(this);
    m_bars = new ChoiceBox(this);
    m_x->setAccessibleName(tr("Number to the right"));
    m_y->setAccessibleName(tr("Number upwards"));
    m_bars->setAccessibleName(tr("Number of the bars"));
    const auto card = [this](std::initializer_list<QWidget*> head, QWidget* plot) {
        auto* frame = new QWidget(this);
        makeCard(frame);
        auto* row = new QHBoxLayout;
        row->setSpacing(6);
        for (QWidget* one : head) row->addWidget(one, qobject_cast<QComboBox*>(one) ? 1 : 0);
        auto* layout = new QVBoxLayout(frame);
        layout->setContentsMargins(10, 8, 10, 6);
        layout->addLayout(row);
        layout->addWidget(plot, 1);
        return frame;
    };
    auto* over = new QLabel(tr("over"), this);
    over->setObjectName(QStringLiteral("muted"));
    auto* plots = new QSplitter(Qt::Horizontal, this);
    plots->addWidget(card({m_y, over, m_x}, m_scatter));
    plots->addWidget(card({m_bars}, m_histogram));
    plots->setSizes({460, 360});
    plots->setHandleWidth(8);
    plots->setChildrenCollapsible(false);
    for (QComboBox* box : {m_x, m_y, m_bars}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    return plots;
}

void ResultsPage::connectParts() {
    std::ranges::copy(kFirstNumbers, m_wishes);
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, &ResultsPage::drawPlots);
    connect(m_model, &ResultsModel::changed, this, [this] {
        fillChoices();
        showState();
        m_settle.start();
    });
    connect(m_model, &ResultsModel::failed, this, [this](const QString& sentence) {
        m_workspace.say(MessageBar::Tone::Problem, sentence);
        showState();
    });
    connect(m_search, &QLineEdit::textChanged, m_model, &ResultsModel::narrow);
    for (QComboBox* box : {m_x, m_y, m_bars})
        connect(box, &QComboBox::activated, &m_settle, [this] {
            for (QString& wish : m_wishes) wish.clear();
            m_settle.start();
        });
    connect(m_scatter, &ScatterPlot::chosen, this, &ResultsPage::chooseRows);
    connect(m_histogram, &HistogramPlot::chosen, this, &ResultsPage::chooseRows);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ResultsPage::showChosen);
    connect(m_export, &QToolButton::clicked, this, &ResultsPage::askToExport);
    connect(&m_workspace, &Workspace::infoChanged, this, [this] { m_model->describe(m_workspace.info().operations); });
    connect(&m_workspace.bridge(), &ServiceBridge::eventsArrived, this, [this](const std::vector<api::Event>& events) {
        if (!m_isRead) return;
        std::vector<api::JobId> gone;
        for (const api::Event& event : events) {
            if (event.kind == api::EventKind::JobRemoved) gone.push_back(event.job);
            if (event.kind == api::EventKind::JobChanged && event.record && api::isTerminal(event.record->state))
                m_model->noteEnd(event.job);
        }
        if (!gone.empty()) m_model->remove(gone);
    });
}

void ResultsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (!std::exchange(m_isRead, true)) m_model->reload();
    m_settle.start();
}

// ---- What can be plotted ---------------------------------------------------------------------------------------

void ResultsPage::fillChoices() {
    const auto& numbers = m_model->numbers();
    if (m_x->count() == static_cast<int>(numbers.size())) return;
    int which = 0;
    for (QComboBox* box : {m_x, m_y, m_bars}) {
        const QString chosen = m_wishes[which].isEmpty() ? box->currentData().toString() : m_wishes[which];
        const QSignalBlocker quiet(box);
        box->clear();
        for (const ClipColumns::Column& column : numbers) box->addItem(column.label, toQt(column.id));
        const int index = box->findData(chosen);
        if (index >= 0) m_wishes[which].clear();
        box->setCurrentIndex(std::max(index, 0));
        ++which;
    }
}

int ResultsPage::place(const QComboBox* box) const { return box->currentIndex(); }

void ResultsPage::drawPlots() {
    if (!isVisible() || m_x->count() == 0) return;
    std::vector<ScatterPlot::Point> points;
    std::vector<HistogramPlot::Value> values;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const auto x = static_cast<double>(m_model->number(row, place(m_x)));
        const auto y = static_cast<double>(m_model->number(row, place(m_y)));
        const auto value = static_cast<double>(m_model->number(row, place(m_bars)));
        if (!std::isnan(x) && !std::isnan(y)) points.push_back({x, y, row});
        if (!std::isnan(value)) values.push_back({value, row});
    }
    m_scatter->showPoints(std::move(points), m_x->currentText(), m_y->currentText());
    m_histogram->showValues(std::move(values), m_bars->currentText());
    showChosen();
}

// ---- What is chosen --------------------------------------------------------------------------------------------

void ResultsPage::chooseRows(const std::vector<int>& rows) {
    QItemSelection selection;
    for (const int row : rows) {
        const QModelIndex index = m_model->index(row, 0);
        selection.select(index, index);
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (!rows.empty()) {
        const QModelIndex first = m_model->index(rows.front(), 0);
        m_table->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
        m_table->scrollTo(first);
    }
}

void ResultsPage::showChosen() {
    std::vector<int> rows;
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
    if (isVisible()) {
        m_scatter->choose(rows);
        m_histogram->choose(rows);
    }
    if (rows.empty()) return m_clip->clear();
    m_clip->showClip(m_model->at(*std::ranges::min_element(rows)), m_model->numbers());
    m_clip->setChosen(static_cast<int>(rows.size()));
}

void ResultsPage::showState() {
    const int shown = m_model->rowCount();
    const int total = m_model->total();
    m_count->setText(shown == total ? tr("%n clips", nullptr, total)
                                    : tr("%1 of %n clips", nullptr, total).arg(countText(shown)));
    m_export->setEnabled(shown > 0 && m_workspace.host().tools() != nullptr);
    m_empty->setText(m_model->isReading() ? tr("Reading the reports…")
                     : total == 0
                         ? tr("Nothing has been measured yet.\nJobs that have ended show here with their numbers.")
                         : tr("No clip matches."));
    m_stack->setCurrentIndex(shown > 0 ? 0 : 1);
}

// ---- Taking it along -------------------------------------------------------------------------------------------

void ResultsPage::askToExport() {
    QStringList forms{tr("Tables (*.csv)"), tr("JSON lines (*.jsonl)")};
    if (m_workspace.host().tools()->writesParquet()) forms << tr("Parquet (*.parquet)");
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString path = QFileDialog::getSaveFileName(this, tr("Export the results"),
                                                      QDir(folder).filePath(tr("results") + QStringLiteral(".csv")),
                                                      forms.join(QStringLiteral(";;")));
    if (!path.isEmpty()) exportTo(path);
}

void ResultsPage::exportTo(const QString& path) {
    std::vector<api::JobId> jobs;
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    if (chosen.size() > 1) {
        for (const QModelIndex& index : chosen) jobs.push_back(m_model->at(index.row()).job);
    } else {
        for (int row = 0; row < m_model->rowCount(); ++row) jobs.push_back(m_model->at(row).job);
    }
    m_export->setEnabled(false);
    m_workspace.host().tools()->exportReports(
        std::move(jobs), std::filesystem::path(path.toStdString()),
        m_workspace.bridge().deliver<ExportOutcome>(this, [this](base::Result<ExportOutcome> outcome) {
            m_export->setEnabled(true);
            if (!outcome) return m_workspace.say(MessageBar::Tone::Problem, errorText(outcome.error()));
            QStringList files;
            for (const std::string& file : outcome->files) files << toQt(file);
            m_workspace.say(MessageBar::Tone::Note, tr("%n clips written: %1", nullptr, static_cast<int>(outcome->rows))
                                                        .arg(files.join(QStringLiteral(", "))));
        }));
}

void ResultsPage::restore(const QSettings& settings) {
    m_columns->restoreState(settings.value(kColumns).toByteArray());
    m_rows->restoreState(settings.value(kRows).toByteArray());
    const QStringList numbers = settings.value(kNumbers).toStringList();
    for (int i = 0; i < std::min(3, static_cast<int>(numbers.size())); ++i)
        if (!numbers[i].isEmpty()) m_wishes[i] = numbers[i];
}

void ResultsPage::save(QSettings& settings) const {
    settings.setValue(kColumns, m_columns->saveState());
    settings.setValue(kRows, m_rows->saveState());
    QStringList numbers;
    int which = 0;
    for (const QComboBox* box : {m_x, m_y, m_bars}) {
        // What was wished and is not known yet is still wished.
        numbers << (m_wishes[which].isEmpty() ? box->currentData().toString() : m_wishes[which]);
        ++which;
    }
    settings.setValue(kNumbers, numbers);
}

}  // namespace fotograma::ui
