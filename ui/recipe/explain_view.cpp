#include "ui/recipe/explain_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <set>

#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

QTreeWidget* table(const QStringList& titles, const QString& name, QWidget* parent) {
    auto* made = new QTreeWidget(parent);
    made->setHeaderLabels(titles);
    made->setAccessibleName(name);
    made->setRootIsDecorated(false);
    made->setFrameShape(QFrame::NoFrame);
    made->setAlternatingRowColors(true);
    made->setWordWrap(true);
    made->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    made->header()->setStretchLastSection(true);
    return made;
}

QString joined(const std::vector<std::string>& words, const QString& between) {
    QStringList list;
    for (const std::string& word : words) list << toQt(word);
    return list.join(between);
}

}  // namespace

ExplainView::ExplainView(QWidget* parent)
    : QWidget(parent),
      m_summary(new QLabel(this)),
      m_passes(
          table({tr("Pass"), tr("Of"), tr("How"), tr("Device"), tr("Pictures")}, tr("Passes over a picture"), this)),
      m_fates(table({tr("Fate"), tr("What"), tr("How and why")}, tr("What would be kept, changed or lost"), this)) {
    m_summary->setWordWrap(true);
    m_summary->setObjectName(QStringLiteral("muted"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_summary);
    layout->addWidget(m_passes, 3);
    layout->addWidget(m_fates, 2);
    showNothing();
}

void ExplainView::showNothing() {
    m_passes->clear();
    m_fates->clear();
    m_passes->hide();
    m_fates->hide();
    m_summary->setText(
        tr("Choose a video in the preview to see how the recipe would run for it: which filters become one "
           "pass, on which device, and what of the source is kept, changed or lost."));
}

void ExplainView::show(const api::CheckReply& reply) {
    m_passes->clear();
    m_fates->clear();
    std::set<std::string> devices;
    std::int64_t bytes = 0;
    int number = 0;
    for (const api::PassInfo& pass : reply.passes) {
        devices.insert(pass.device);
        bytes += pass.bytes;
        QString pictures = toQt(pass.input);
        if (!pass.output.empty() && pass.output != pass.input) pictures += QStringLiteral(" → ") + toQt(pass.output);
        QString how =
            pass.how.empty() ? toQt(pass.shape) : QStringLiteral("%1, %2").arg(toQt(pass.shape), toQt(pass.how));
        if (pass.of.size() > 1) how += tr(" (fused)");
        auto* row =
            new QTreeWidgetItem(m_passes, {tr("%1. %2").arg(++number).arg(toQt(pass.part)),
                                           joined(pass.of, QStringLiteral(" + ")), how, toQt(pass.device), pictures});
        row->setIcon(3, icon(Glyph::Device, &Theme::muted));
        for (int column = 0; column < m_passes->columnCount(); ++column) row->setToolTip(column, row->text(column));
        if (!pass.turns.empty()) row->setToolTip(2, joined(pass.turns, QStringLiteral("\n")));
    }
    for (const api::FateNote& note : reply.plan) {
        auto* row = new QTreeWidgetItem(m_fates, {fateText(note.fate), toQt(note.subject), toQt(note.sentence)});
        row->setIcon(0, fateIcon(note.fate));
        row->setToolTip(2, toQt(note.sentence));
    }
    m_passes->setVisible(!reply.passes.empty());
    m_fates->setVisible(!reply.plan.empty());
    if (reply.passes.empty())
        m_summary->setText(tr("No pass over the pictures is needed."));
    else
        m_summary->setText(tr("Passes over each picture: %1, on %2. Memory read and written for one: %3.")
                               .arg(reply.passes.size())
                               .arg(joined({devices.begin(), devices.end()}, QStringLiteral(", ")), sizeText(bytes)));
}

}  // namespace fotograma::ui
