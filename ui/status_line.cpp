#include "ui/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

#include "ui/elided_label.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr double kWindowSeconds = 60.0;
constexpr double kTrustedSeconds = 3.0;
constexpr int kBarSteps = 1000;

/// How many jobs are in a state, in the word's own plural.
QString countedText(api::JobState state, int count) {
    switch (state) {
        case api::JobState::Queued: return StatusLine::tr("%n waiting", nullptr, count);
        case api::JobState::Running: return StatusLine::tr("%n running", nullptr, count);
        case api::JobState::Paused: return StatusLine::tr("%n paused", nullptr, count);
        case api::JobState::Done: return StatusLine::tr("%n done", nullptr, count);
        case api::JobState::Failed: return StatusLine::tr("%n failed", nullptr, count);
        case api::JobState::Cancelled: return StatusLine::tr("%n cancelled", nullptr, count);
    }
    return {};
}
}  // namespace

void EtaEstimator::sample(double atSeconds, std::int64_t handledBytes) {
    // Fewer bytes than before: jobs were removed or retried, and the past says nothing any more.
    if (!m_samples.empty() && handledBytes < m_samples.back().handledBytes) m_samples.clear();
    m_samples.push_back({atSeconds, handledBytes});
    while (atSeconds - m_samples.front().atSeconds > kWindowSeconds) m_samples.pop_front();
}

std::optional<double> EtaEstimator::secondsFor(std::int64_t remainingBytes) const {
    if (m_samples.empty()) return std::nullopt;
    const double seconds = m_samples.back().atSeconds - m_samples.front().atSeconds;
    const std::int64_t bytes = m_samples.back().handledBytes - m_samples.front().handledBytes;
    if (seconds < kTrustedSeconds || bytes <= 0) return std::nullopt;
    return static_cast<double>(remainingBytes) * seconds / static_cast<double>(bytes);
}

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent),
      m_counts(new ElidedLabel(this)),
      m_bar(new QProgressBar(this)),
      m_eta(new QLabel(this)),
      m_engine(new ElidedLabel(this)),
      m_place(new QToolButton(this)) {
    setObjectName(QStringLiteral("statusLine"));
    m_counts->setObjectName(QStringLiteral("counts"));
    m_bar->setObjectName(QStringLiteral("total"));
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(180);
    m_bar->setAccessibleName(tr("Progress of the whole queue"));
    m_engine->setObjectName(QStringLiteral("muted"));
    m_engine->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 6, 16, 6);
    layout->setSpacing(14);
    layout->addWidget(m_counts);
    layout->addWidget(m_bar);
    layout->addWidget(m_eta);
    layout->addWidget(m_engine, 1);
    layout->addWidget(m_place);
    m_place->setObjectName(QStringLiteral("place"));
    m_place->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_place->setFocusPolicy(Qt::TabFocus);
    m_place->hide();
    connect(m_place, &QToolButton::clicked, this, &StatusLine::placeClicked);
    m_counts->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_engine->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    showTotals({});
}

void StatusLine::showTotals(const QueueTotals& totals) {
    QStringList parts{tr("Jobs: %1").arg(totals.count())};
    const auto add = [&](api::JobState state, int count) {
        if (count > 0) parts << countedText(state, count);
    };
    add(api::JobState::Running, totals.count(api::JobState::Running));
    add(api::JobState::Queued, totals.count(api::JobState::Queued));
    if (totals.ready > 0) parts << tr("%n ready", nullptr, totals.ready);
    add(api::JobState::Paused, totals.count(api::JobState::Paused) - totals.ready);
    for (const auto state : {api::JobState::Done, api::JobState::Failed, api::JobState::Cancelled})
        add(state, totals.count(state));
    if (const QString saved = savedText(totals.doneInputBytes, totals.doneOutputBytes); !saved.isEmpty())
        parts << tr("%1 → %2 (%3)").arg(sizeText(totals.doneInputBytes), sizeText(totals.doneOutputBytes), saved);
    m_counts->setText(parts.join(QStringLiteral("  ·  ")));
    const bool isUnderWay = totals.handledBytes > 0 && totals.handledBytes < totals.inputBytes;
    m_bar->setVisible(isUnderWay);
    m_eta->setVisible(isUnderWay);
    if (isUnderWay)
        m_bar->setValue(static_cast<int>(static_cast<double>(totals.handledBytes) /
                                         static_cast<double>(totals.inputBytes) * kBarSteps));
}

void StatusLine::tick(double atSeconds, const QueueTotals& totals) {
    m_estimator.sample(atSeconds, totals.handledBytes);
    const auto left = totals.count(api::JobState::Running) > 0
                          ? m_estimator.secondsFor(totals.inputBytes - totals.handledBytes)
                          : std::nullopt;
    m_eta->setText(left ? tr("about %1 left").arg(durationText(*left)) : QString());
}

void StatusLine::showPlace(const QString& name, const WorkspaceLink& link) {
    const bool isGone = link.state != WorkspaceLink::State::Good;
    QString text = name.isEmpty() ? tr("This computer") : name;
    if (link.state == WorkspaceLink::State::Lost) text = tr("%1 is away").arg(name);
    if (link.state == WorkspaceLink::State::Refused) text = tr("%1 refuses the token").arg(name);
    m_place->setText(text);
    m_place->setIcon(isGone           ? icon(Glyph::Warning, &Theme::failed)
                     : name.isEmpty() ? icon(Glyph::Device, &Theme::muted)
                                      : icon(Glyph::Server, &Theme::accent));
    m_place->setAccessibleName(tr("The engine: %1").arg(text));
    m_place->setToolTip(tr("Where the engine is; opens the server's page"));
    m_place->setProperty("gone", isGone);
    style()->unpolish(m_place);
    style()->polish(m_place);
    if (isGone) m_eta->clear();
    m_place->show();
}

void StatusLine::showEngine(const api::ServiceInfo& info) {
    QStringList names;
    QStringList reasons;
    for (const api::DeviceInfo& device : info.devices) {
        if (device.available) names << toQt(device.name.empty() ? device.id : device.name);
        if (!device.reason.empty()) reasons << toQt(device.id) + QStringLiteral(": ") + toQt(device.reason);
    }
    m_engine->setText(names.join(QStringLiteral("  ·  ")));
    m_engine->setToolTip(
        QStringList{toQt(info.name), reasons.join(QLatin1Char('\n'))}.join(QLatin1Char('\n')).trimmed());
}

}  // namespace fotograma::ui
