#include "ui/recipe/chain_editor.h"

#include <QDrag>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/engine_words.h"
#include "ui/icons.h"
#include "ui/recipe/filter_card.h"
#include "ui/recipe/operation_picker.h"
#include "ui/recipe/recipe_document.h"
#include "ui/words.h"

namespace fotograma::ui {

using api::Json;

namespace {

const QString kMimeType = QStringLiteral("application/x-fotograma-filter");
constexpr int kGap = 6;

QStringList looksIn(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).suffix().compare(u"cube", Qt::CaseInsensitive) == 0)
            files << url.toLocalFile();
    return files;
}

}  // namespace

ChainEditor::ChainEditor(RecipeDocument& document, int output, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_output(output),
      m_layout(new QVBoxLayout(this)),
      m_empty(new QLabel(tr("No filters: pictures go through as they are."), this)),
      m_add(new QPushButton(icon(Glyph::Plus), tr("Add a filter"), this)) {
    setAcceptDrops(true);
    m_empty->setObjectName(QStringLiteral("muted"));
    m_add->setObjectName(QStringLiteral("addFilter"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(kGap);
    m_layout->addWidget(m_empty);
    m_layout->addWidget(m_add, 0, Qt::AlignLeft);
    m_layout->addStretch(1);
    connect(m_add, &QPushButton::clicked, this, [this] {
        auto* picker = new OperationPicker(m_operations, this);  // deletes itself when closed
        connect(picker, &OperationPicker::picked, this, [this](const std::string& id) { add(id); });
        picker->popup(*m_add);
    });
    connect(&document, &RecipeDocument::changed, this, &ChainEditor::refresh);
}

void ChainEditor::setOperations(const std::vector<api::OperationInfo>& operations) {
    m_operations.clear();
    for (const api::OperationInfo& one : operations)
        if (one.kind == api::OperationKind::Filter) m_operations.push_back(one);
    rebuild(m_document.chain(m_output));
}

const api::OperationInfo* ChainEditor::operation(const std::string& id) const {
    const auto found = std::ranges::find(m_operations, id, &api::OperationInfo::id);
    return found == m_operations.end() ? nullptr : &*found;
}

// ---- From the document to cards ----------------------------------------------------------------------------------

void ChainEditor::refresh() {
    const Json::Array filters = m_document.chain(m_output);
    // Cards are kept while the filters are the same ones: a slider under the mouse must not go.
    const bool isSame = std::ranges::equal(
        filters, m_cards, {}, [](const Json& one) { return one["id"].asString(); },
        [](const FilterCard* card) { return card->id(); });
    if (!isSame) return rebuild(filters);
    for (std::size_t i = 0; i < filters.size(); ++i) m_cards[i]->show(filters[i], static_cast<int>(i));
}

void ChainEditor::rebuild(const Json::Array& filters) {
    std::vector<FilterCard*> old = std::exchange(m_cards, {});
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const std::string& id = filters[i]["id"].asString();
        auto* card = new FilterCard(operation(id), id, this);
        const auto before = std::ranges::find_if(old, [&](const FilterCard* one) { return one && one->id() == id; });
        if (before != old.end()) {
            card->setOpen((*before)->isOpen());
            (*before)->deleteLater();
            (*before)->hide();
            *before = nullptr;
        }
        card->show(filters[i], static_cast<int>(i));
        connectCard(*card, static_cast<int>(i));
        m_layout->insertWidget(static_cast<int>(i), card);
        card->setVisible(true);  // at once: it may be given the focus next
        m_cards.push_back(card);
    }
    for (FilterCard* card : old) {
        if (!card) continue;
        card->hide();
        card->deleteLater();  // it may be the one that asked
    }
    m_empty->setVisible(m_cards.empty());
}

void ChainEditor::connectCard(FilterCard& card, int index) {
    connect(&card, &FilterCard::edited, this,
            [this, index](const std::string& parameter, const Json& value) { setParameter(index, parameter, value); });
    connect(&card, &FilterCard::removeAsked, this, [this, index] { removeAt(index); });
    connect(&card, &FilterCard::bypassed, this, [this, index](bool isOn) { setBypassed(index, isOn); });
    connect(&card, &FilterCard::moveAsked, this, [this, index](int by) {
        const int to = std::clamp(index + by, 0, count() - 1);
        move(index, to);
        m_cards[static_cast<std::size_t>(to)]->setFocus();
    });
    connect(&card, &FilterCard::dragAsked, this, [this, index, &card] {
        auto* mime = new QMimeData;
        mime->setData(kMimeType, QByteArray::number(index));
        QDrag drag(this);
        drag.setMimeData(mime);  // the drag owns it
        drag.setPixmap(card.grab());
        drag.setHotSpot(QPoint(20, 14));
        drag.exec(Qt::MoveAction);
    });
}

// ---- From hands to the document ----------------------------------------------------------------------------------

void ChainEditor::add(const std::string& id, const Json& params) {
    Json::Array filters = m_document.chain(m_output);
    const api::OperationInfo* info = operation(id);
    filters.push_back(Json::object().set("id", id).set("params", params));
    m_document.setChain(m_output, filters, tr("Add %1").arg(info ? engineText(info->title) : toQt(id)));
    if (m_cards.empty()) return;
    m_cards.back()->setOpen(true);
    m_cards.back()->setFocus();
}

void ChainEditor::removeAt(int index) {
    Json::Array filters = m_document.chain(m_output);
    if (index < 0 || index >= static_cast<int>(filters.size())) return;
    filters.erase(filters.begin() + index);
    m_document.setChain(m_output, filters, tr("Remove a filter"));
    if (!m_cards.empty()) m_cards[static_cast<std::size_t>(std::min(index, count() - 1))]->setFocus();
}

void ChainEditor::move(int from, int to) {
    Json::Array filters = m_document.chain(m_output);
    const int size = static_cast<int>(filters.size());
    if (from == to || from < 0 || from >= size || to < 0 || to >= size) return;
    const Json moved = filters[static_cast<std::size_t>(from)];
    filters.erase(filters.begin() + from);
    filters.insert(filters.begin() + to, moved);
    m_document.setChain(m_output, filters, tr("Move a filter"));
}

void ChainEditor::setBypassed(int index, bool isBypassed) {
    Json::Array filters = m_document.chain(m_output);
    if (index < 0 || index >= static_cast<int>(filters.size())) return;
    setOrErase(filters[static_cast<std::size_t>(index)], "bypassed", isBypassed ? Json(true) : Json());
    m_document.setChain(m_output, filters, isBypassed ? tr("Pass over a filter") : tr("Use a filter again"));
}

void ChainEditor::setParameter(int index, const std::string& parameter, const Json& value) {
    Json::Array filters = m_document.chain(m_output);
    if (index < 0 || index >= static_cast<int>(filters.size())) return;
    Json& filter = filters[static_cast<std::size_t>(index)];
    Json params = filter["params"].isObject() ? filter["params"] : Json::object();
    setOrErase(params, parameter, value);
    filter.set("params", params);
    m_document.setChain(m_output, filters, tr("Change %1").arg(toQt(parameter)),
                        QStringLiteral("%1/%2").arg(index).arg(toQt(parameter)));
}

// ---- Dragging ----------------------------------------------------------------------------------------------------

int ChainEditor::placeAt(int y) const {
    int place = 0;
    for (const FilterCard* card : m_cards)
        if (y > card->geometry().center().y()) ++place;
    return place;
}

void ChainEditor::dragEnterEvent(QDragEnterEvent* event) {
    const QMimeData& mime = *event->mimeData();
    const bool isOwn = mime.hasFormat(kMimeType) && (event->source() == this || event->source() == nullptr);
    if (isOwn || !looksIn(mime).isEmpty()) event->acceptProposedAction();
}

void ChainEditor::dragMoveEvent(QDragMoveEvent* event) {
    m_dropPlace = placeAt(event->position().toPoint().y());
    update();
    event->acceptProposedAction();
}

void ChainEditor::dragLeaveEvent(QDragLeaveEvent*) {
    m_dropPlace = -1;
    update();
}

void ChainEditor::dropEvent(QDropEvent* event) {
    const int place = placeAt(event->position().toPoint().y());
    m_dropPlace = -1;
    update();
    event->acceptProposedAction();
    for (const QString& look : looksIn(*event->mimeData()))
        add("lut3d", Json::object().set("file", look.toStdString()));
    if (!event->mimeData()->hasFormat(kMimeType)) return;
    const int from = event->mimeData()->data(kMimeType).toInt();
    move(from, std::clamp(place > from ? place - 1 : place, 0, std::max(count() - 1, 0)));
}

void ChainEditor::paintEvent(QPaintEvent*) {
    if (m_dropPlace < 0) return;
    int y = kGap / 2;
    if (m_dropPlace < count())
        y = m_cards[static_cast<std::size_t>(m_dropPlace)]->y() - kGap / 2;
    else if (count() > 0)
        y = m_cards.back()->geometry().bottom() + kGap / 2 + 1;
    QPainter painter(this);
    painter.fillRect(QRect(0, std::max(y - 1, 0), width(), 2), Theme::of(palette()).accent);
}

}  // namespace fotograma::ui
