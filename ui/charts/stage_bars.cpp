#include "ui/charts/stage_bars.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>

#include "ui/theme.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {
constexpr double kLimit = 0.85;  // busier than this, a stage keeps the others waiting
constexpr double kIdle = 0.02;
}  // namespace

QString bottleneckText(const std::vector<api::StageShare>& stages) {
    const auto busiest = std::ranges::max_element(stages, {}, &api::StageShare::busyShare);
    if (busiest == stages.end() || busiest->busyShare < kIdle) return StageBars::tr("Nothing is being worked on.");
    const QString stage = stageText(busiest->stage);
    const QString share = percentText(busiest->busyShare);
    if (busiest->busyShare < kLimit)
        return StageBars::tr("No stage is the limit: the busiest, %1, works %2 of the time.")
            .arg(stage.toLower(), share);
    return StageBars::tr("%1 is the limit: busy %2 of the time, the others wait for it.").arg(stage, share);
}

/// The bars, painted: a label, a track, a number.
class StageBars::Bars : public QWidget {
public:
    explicit Bars(StageBars* parent) : QWidget(parent), m_owner(parent) {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }

    [[nodiscard]] QSize sizeHint() const override { return {200, 4 * rowHeight()}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 2 * rowHeight()}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Theme& theme = Theme::of(palette());
        const QFontMetrics metrics(font());
        int labelWidth = 0;
        for (const api::StageShare& stage : m_owner->m_stages)
            labelWidth = std::max(labelWidth, metrics.horizontalAdvance(stageText(stage.stage)));
        labelWidth = std::min(labelWidth, width() / 3);
        const int numberWidth = metrics.horizontalAdvance(percentText(1.0));
        int y = 0;
        for (const api::StageShare& stage : m_owner->m_stages) {
            if (y + rowHeight() > height()) break;
            paintRow(painter, theme, stage, QRect(0, y, width(), rowHeight()), labelWidth, numberWidth);
            y += rowHeight();
        }
    }

private:
    [[nodiscard]] int rowHeight() const { return QFontMetrics(font()).height() + 8; }

    void paintRow(QPainter& painter, const Theme& theme, const api::StageShare& stage, const QRect& row, int labelWidth,
                  int numberWidth) const {
        const double share = std::clamp(stage.busyShare, 0.0, 1.0);
        painter.setPen(theme.muted);
        painter.drawText(row.adjusted(0, 0, labelWidth - row.width(), 0), Qt::AlignVCenter | Qt::AlignLeft,
                         QFontMetrics(font()).elidedText(stageText(stage.stage), Qt::ElideRight, labelWidth));
        QRectF track(row.left() + labelWidth + 12, row.center().y() - 3, 0, 7);
        track.setRight(row.right() - numberWidth - 12);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hover);
        painter.drawRoundedRect(track, 3.5, 3.5);
        QRectF part = track;
        part.setWidth(track.width() * share);
        painter.setBrush(share >= kLimit ? theme.paused : theme.series1);
        if (part.width() >= 1.0) painter.drawRoundedRect(part, 3.5, 3.5);
        painter.setPen(theme.text);
        painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight, percentText(share));
    }

    StageBars* m_owner;
};

StageBars::StageBars(QWidget* parent) : QWidget(parent), m_sentence(new QLabel(this)), m_bars(new Bars(this)) {
    auto* title = new QLabel(QStringLiteral("<b>%1</b>").arg(tr("Busy, by stage").toHtmlEscaped()), this);
    m_sentence->setObjectName(QStringLiteral("bottleneck"));
    m_sentence->setWordWrap(true);
    m_sentence->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_sentence->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_bars->setAccessibleName(tr("Busy, by stage"));
    setAccessibleName(tr("Busy, by stage"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 8);
    layout->setSpacing(6);
    layout->addWidget(title);
    layout->addWidget(m_sentence);
    layout->addWidget(m_bars, 1);
    showStages({});
}

void StageBars::showStages(std::vector<api::StageShare> stages) {
    std::ranges::stable_sort(stages, std::greater<>(), &api::StageShare::busyShare);
    m_stages = std::move(stages);
    if (const QString said = bottleneckText(m_stages); m_sentence->text() != said) m_sentence->setText(said);
    QStringList told;
    for (const api::StageShare& stage : m_stages) told << stageText(stage.stage) + u' ' + percentText(stage.busyShare);
    m_bars->setAccessibleDescription(told.join(QStringLiteral(", ")));
    if (isVisible()) m_bars->update();
}

}  // namespace fotograma::ui
