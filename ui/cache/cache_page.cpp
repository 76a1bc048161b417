#include "ui/cache/cache_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

#include "ui/cache/entry_model.h"
#include "ui/cache/level_card.h"
#include "ui/charts/load_charts.h"
#include "ui/choice_box.h"
#include "ui/confirm_line.h"
#include "ui/error_words.h"
#include "ui/page_parts.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr const char* kKinds[] = {"", "report", "output", "thumbnail", "probe", "identity"};
constexpr double kChartSeconds = 900.0;
constexpr int kTypingMs = 200;
}  // namespace

extern const PageDefinition kCachePage;
const PageDefinition kCachePage{
    .id = "cache",
    .glyph = Glyph::Cache,
    .title = [] { return CachePage::tr("Cache"); },
    .make = [](Workspace& workspace, QWidget* parent) -> Page* { return new CachePage(workspace, parent); }};

CachePage::CachePage(Workspace& workspace, QWidget* parent)
    : Page(parent),
      m_workspace(workspace),
      m_model(new EntryModel(workspace.bridge(), this)),
      m_saved(new QLabel(this)),
      m_cards(new QHBoxLayout),
      m_chart(makeCacheChart(workspace.load(), this)),
      m_bar(new QWidget(this)),
      m_confirm(new ConfirmLine(this)) {
    m_saved->setObjectName(QStringLiteral("pageTitle"));
    m_chart->setWindow(kChartSeconds);
    m_chart->setMinimumHeight(130);
    m_chart->setMaximumHeight(200);
    makeCard(m_chart);
    buildBar();
    buildTable();
    m_cards->setSpacing(8);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_saved);
    layout->addLayout(m_cards);
    layout->addWidget(m_chart, 1);
    layout->addWidget(m_bar);
    layout->addWidget(m_confirm);
    layout->addWidget(m_stack, 3);
    showLevels({});
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &CachePage::ask);
    connect(&workspace.load(), &LoadHistory::added, this, &CachePage::follow);
}

void CachePage::buildBar() {
    m_search = makeSearchField(tr("Find in the cache"), m_bar);
    m_kind = new ChoiceBox(m_bar);
    m_kind->setAccessibleName(tr("Kind of entry"));
    for (const char* kind : kKinds)
        m_kind->addItem(*kind == '\0' ? tr("All kinds") : cacheKindText(kind), QString::fromLatin1(kind));
    m_pin = makeToolButton(Glyph::Pin, tr("Pin"), m_bar);
    m_pin->setToolTip(tr("Keep the chosen entries whatever else must go; pinned ones are let go"));
    m_clear = makeToolButton(Glyph::Remove, tr("Clear chosen"), m_bar);
    m_clearAll = makeToolButton(Glyph::Clear, tr("Clear all"), m_bar);
    auto* layout = new QHBoxLayout(m_bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_kind);
    layout->addStretch();
    layout->addWidget(m_pin);
    layout->addWidget(m_clear);
    layout->addWidget(m_clearAll);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &CachePage::ask);
    connect(m_pin, &QToolButton::clicked, this, &CachePage::pinChosen);
    connect(m_clear, &QToolButton::clicked, this, &CachePage::clearChosen);
    connect(m_clearAll, &QToolButton::clicked, this, &CachePage::clearAll);
}

void CachePage::buildTable() {
    m_table = makeTable(tr("Entries of the cache"), this);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(EntryModel::Label, QHeaderView::Stretch);
    const std::pair<int, int> widths[] = {{EntryModel::Kind, 90},  {EntryModel::Size, 90},  {EntryModel::Computed, 80},
                                          {EntryModel::Made, 140}, {EntryModel::Used, 140}, {EntryModel::Pinned, 100}};
    for (const auto& [column, width] : widths) m_table->setColumnWidth(column, width);
    m_empty = makeEmptyText(this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    makeCard(m_stack);
    m_stack->setContentsMargins(3, 3, 3, 3);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CachePage::showButtons);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &CachePage::showButtons);
    connect(m_model, &EntryModel::arrived, this, &CachePage::showButtons);
    connect(m_model, &EntryModel::failed, this, [this](const QString& sentence) {
        m_empty->setText(sentence);
        m_stack->setCurrentWidget(m_empty);
    });
    showButtons();
}

void CachePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    ask();
    follow(m_workspace.load().now());
}

void CachePage::follow(double seconds) {
    if (!isVisible()) return;
    m_chart->showUpTo(seconds);
    showLevels(m_workspace.load().newest().cache);
}

void CachePage::showLevels(const std::vector<api::CacheLevelStats>& levels) {
    double saved = 0.0;
    while (m_levels.size() < levels.size()) {
        m_levels.push_back(new LevelCard(this));
        m_cards->addWidget(m_levels.back(), 1);
    }
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        m_levels[i]->setVisible(i < levels.size());
        if (i >= levels.size()) continue;
        m_levels[i]->showLevel(levels[i]);
        saved += levels[i].secondsSaved;
    }
    m_saved->setText(levels.empty() ? tr("Nothing is kept: this engine has no cache.")
                     : saved > 0.0  ? tr("%1 of computing saved since the start").arg(durationText(saved))
                                    : tr("Work that was done once is not done again"));
}

// ---- The list --------------------------------------------------------------------------------------------------

void CachePage::ask() {
    m_typing.stop();
    m_confirm->hide();
    m_model->ask({.text = m_search->text().toStdString(), .kind = m_kind->currentData().toString().toStdString()});
}

std::vector<int> CachePage::chosenRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) rows.push_back(index.row());
    return rows;
}

void CachePage::showButtons() {
    const std::vector<int> rows = chosenRows();
    const bool areAllPinned =
        !rows.empty() && std::ranges::all_of(rows, [this](int row) { return m_model->at(row).pinned; });
    m_pin->setEnabled(!rows.empty());
    m_pin->setText(areAllPinned ? tr("Unpin") : tr("Pin"));
    m_clear->setEnabled(!rows.empty());
    m_clearAll->setEnabled(m_model->rowCount() > 0);
    const bool isNarrowed = !m_search->text().isEmpty() || m_kind->currentIndex() > 0;
    m_clearAll->setText(isNarrowed ? tr("Clear all found") : tr("Clear all"));
    m_empty->setText(isNarrowed ? tr("Nothing in the cache matches.")
                                : tr("Nothing is kept yet.\nReports, pictures and videos come here as jobs end."));
    m_stack->setCurrentWidget(m_model->rowCount() > 0 ? static_cast<QWidget*>(m_table) : m_empty);
}

// ---- Care ------------------------------------------------------------------------------------------------------

void CachePage::pinChosen() {
    const std::vector<int> rows = chosenRows();
    const bool pin = !std::ranges::all_of(rows, [this](int row) { return m_model->at(row).pinned; });
    api::CacheQuery query;
    for (const int row : rows) {
        query.keys.push_back(m_model->at(row).key);
        m_model->setPinned(row, pin);
    }
    act(std::move(query), pin ? api::CacheAction::Pin : api::CacheAction::Unpin);
}

void CachePage::clearChosen() {
    api::CacheQuery query;
    for (const int row : chosenRows()) query.keys.push_back(m_model->at(row).key);
    askToClear(std::move(query), false);
}

void CachePage::clearAll() {
    api::CacheQuery query = m_model->query();
    query.limit = 0;
    askToClear(std::move(query), true);
}

/// How much that is comes from the service itself: the list may not be read to its end.
void CachePage::askToClear(api::CacheQuery query, bool isAll) {
    query.dryRun = true;
    m_workspace.bridge().cache(query, api::CacheAction::Clear, this, [this, query, isAll](auto reply) {
        if (!reply) return m_workspace.say(MessageBar::Tone::Problem, errorText(reply.error()));
        QString question = tr("Clear %n entries (%1)? What they spare must be computed again.", nullptr,
                              static_cast<int>(reply->matched))
                               .arg(sizeText(reply->matchedBytes));
        if (isAll) question += u' ' + tr("Pinned entries stay.");
        m_confirm->ask(question, tr("Clear"), [this, query]() mutable {
            query.dryRun = false;
            act(std::move(query), api::CacheAction::Clear);
        });
    });
}

void CachePage::act(api::CacheQuery query, api::CacheAction action) {
    m_workspace.bridge().cache(std::move(query), action, this, [this, action](base::Result<api::CacheReply> reply) {
        if (!reply) {
            m_workspace.say(MessageBar::Tone::Problem, errorText(reply.error()));
            return ask();
        }
        if (action == api::CacheAction::Clear) ask();
    });
}

}  // namespace fotograma::ui
