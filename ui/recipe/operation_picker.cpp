#include "ui/recipe/operation_picker.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/engine_words.h"
#include "ui/icons.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

constexpr QSize kSize{420, 380};
constexpr int kSentenceRole = Qt::UserRole + 1;

/// The title over the sentence.
class TwoLines : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {100, 2 * option.fontMetrics.height() + 12};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        // Not the option's palette: the list is transparent, and says nothing of light and dark.
        const Theme& theme = Theme::of(QGuiApplication::palette());
        if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, theme.selection);
        QRect line = option.rect.adjusted(10, 5, -10, 0);
        line.setHeight(option.fontMetrics.height());
        painter->setPen(theme.text);
        painter->drawText(line, Qt::AlignLeft, index.data().toString());
        line.translate(0, line.height() + 1);
        painter->setPen(theme.muted);
        painter->drawText(
            line, Qt::AlignLeft,
            option.fontMetrics.elidedText(index.data(kSentenceRole).toString(), Qt::ElideRight, line.width()));
    }
};

}  // namespace

OperationPicker::OperationPicker(const std::vector<api::OperationInfo>& operations, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_text(new QLineEdit(this)), m_list(new QListWidget(this)) {
    setObjectName(QStringLiteral("picker"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_text->setPlaceholderText(tr("Find by name or purpose"));
    m_text->setAccessibleName(tr("Find by name or purpose"));
    m_text->addAction(icon(Glyph::Search, &Theme::muted), QLineEdit::LeadingPosition);
    m_text->installEventFilter(this);
    m_list->setAccessibleName(tr("What can be added"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new TwoLines(m_list));
    for (const api::OperationInfo& one : operations) {
        auto* item = new QListWidgetItem(engineText(one.title), m_list);
        item->setData(Qt::UserRole, toQt(one.id));
        item->setData(kSentenceRole, engineText(one.sentence));
        item->setToolTip(engineText(one.sentence));
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_text);
    layout->addWidget(m_list);
    resize(kSize);
    narrow({});
    connect(m_text, &QLineEdit::textChanged, this, &OperationPicker::narrow);
    connect(m_text, &QLineEdit::returnPressed, this, &OperationPicker::choose);
    connect(m_list, &QListWidget::itemClicked, this, &OperationPicker::choose);
}

void OperationPicker::popup(const QWidget& beside) {
    QPoint at = beside.mapToGlobal(QPoint(0, beside.height() + 4));
    const QRect screen = beside.screen()->availableGeometry();
    at.setY(std::max(std::min(at.y(), screen.bottom() - height()), screen.top()));
    at.setX(std::min(at.x(), screen.right() - width()));
    move(at);
    show();
    m_text->setFocus();
}

void OperationPicker::narrow(const QString& text) {
    QListWidgetItem* first = nullptr;
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const bool fits = item->text().contains(text, Qt::CaseInsensitive) ||
                          item->data(Qt::UserRole).toString().contains(text, Qt::CaseInsensitive) ||
                          item->data(kSentenceRole).toString().contains(text, Qt::CaseInsensitive);
        item->setHidden(!fits);
        if (fits && !first) first = item;
    }
    m_list->setCurrentItem(first);
}

void OperationPicker::choose() {
    const QListWidgetItem* item = m_list->currentItem();
    if (!item || item->isHidden()) return;
    const std::string id = item->data(Qt::UserRole).toString().toStdString();
    close();
    emit picked(id);
}

bool OperationPicker::eventFilter(QObject*, QEvent* event) {
    // The field has the focus; the arrows are the list's.
    if (event->type() != QEvent::KeyPress) return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key != Qt::Key_Up && key != Qt::Key_Down && key != Qt::Key_PageUp && key != Qt::Key_PageDown) return false;
    const int by = key == Qt::Key_Up || key == Qt::Key_PageUp ? -1 : 1;
    for (int row = m_list->currentRow() + by; row >= 0 && row < m_list->count(); row += by) {
        if (m_list->item(row)->isHidden()) continue;
        m_list->setCurrentRow(row);
        break;
    }
    return true;
}

}  // namespace fotograma::ui
