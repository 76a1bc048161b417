#include "ui/queue/filter_bar.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>
#include <algorithm>

#include "ui/choice_box.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr int kAll = 100;  // beside the states
constexpr api::JobState kStates[] = {api::JobState::Running, api::JobState::Queued, api::JobState::Paused,
                                     api::JobState::Done,    api::JobState::Failed, api::JobState::Cancelled};
}  // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent), m_chips(new QButtonGroup(this)), m_grouping(new ChoiceBox(this)), m_text(new QLineEdit(this)) {
    setObjectName(QStringLiteral("filterBar"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(4);
    const auto addChip = [&](int id, const QString& name) {
        auto* chip = new QToolButton(this);
        chip->setObjectName(QStringLiteral("chip"));
        chip->setCheckable(true);
        chip->setProperty("name", name);
        if (id != kAll) {
            chip->setIcon(stateIcon(static_cast<api::JobState>(id)));
            chip->setIconSize(QSize(14, 14));
            chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        }
        m_chips->addButton(chip, id);
        layout->addWidget(chip);
    };
    addChip(kAll, tr("All"));
    for (const api::JobState state : kStates) addChip(static_cast<int>(state), stateText(state));
    m_chips->button(kAll)->setChecked(true);
    layout->addStretch(1);

    m_grouping->setObjectName(QStringLiteral("grouping"));
    m_grouping->setAccessibleName(tr("Group the jobs"));
    m_grouping->addItem(tr("No groups"), static_cast<int>(Grouping::None));
    m_grouping->addItem(tr("Group by state"), static_cast<int>(Grouping::State));
    m_grouping->addItem(tr("Group by batch"), static_cast<int>(Grouping::Batch));
    m_grouping->addItem(tr("Group by folder"), static_cast<int>(Grouping::Folder));
    layout->addWidget(m_grouping);
    layout->addSpacing(4);
    m_text->setObjectName(QStringLiteral("find"));
    m_text->setPlaceholderText(tr("Find in the queue"));
    m_text->setAccessibleName(tr("Find in the queue"));
    m_text->setClearButtonEnabled(true);
    m_text->addAction(icon(Glyph::Search, &Theme::muted), QLineEdit::LeadingPosition);
    m_text->setFixedWidth(210);
    layout->addWidget(m_text);

    connect(m_chips, &QButtonGroup::idClicked, this, &FilterBar::filterChanged);
    connect(m_text, &QLineEdit::textChanged, this, &FilterBar::filterChanged);
    connect(m_grouping, &QComboBox::currentIndexChanged, this, &FilterBar::groupingChanged);
}

void FilterBar::showTotals(const QueueTotals& totals) {
    // Paused before they ever ran: people call that ready.
    m_chips->button(static_cast<int>(api::JobState::Paused))
        ->setProperty("name", totals.ready > 0 && totals.ready == totals.count(api::JobState::Paused)
                                  ? readyText()
                                  : stateText(api::JobState::Paused));
    const auto say = [this](int id, int count) {
        QAbstractButton* chip = m_chips->button(id);
        const QString name = chip->property("name").toString();
        chip->setText(QStringLiteral("%1  %2").arg(name, QLocale().toString(count)));
        chip->setAccessibleName(tr("Show %1: %2").arg(name).arg(count));
        // A state that no job is in needs no room, unless it is what is shown.
        chip->setVisible(id == kAll || count > 0 || chip->isChecked());
    };
    say(kAll, totals.count());
    for (const api::JobState state : kStates) say(static_cast<int>(state), totals.count(state));
}

RowFilter FilterBar::filter() const {
    RowFilter filter{.text = m_text->text().trimmed(), .state = std::nullopt};
    if (m_chips->checkedId() != kAll) filter.state = static_cast<api::JobState>(m_chips->checkedId());
    return filter;
}

Grouping FilterBar::grouping() const { return static_cast<Grouping>(m_grouping->currentData().toInt()); }

void FilterBar::setGrouping(Grouping grouping) {
    m_grouping->setCurrentIndex(std::max(0, m_grouping->findData(static_cast<int>(grouping))));
}

void FilterBar::find() {
    m_text->setFocus();
    m_text->selectAll();
}

}  // namespace fotograma::ui
