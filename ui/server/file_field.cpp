#include "ui/server/file_field.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include "ui/page_parts.h"

namespace fotograma::ui {

FileField::FileField(Kind kind, const QString& name, const QString& hint, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_field(new QLineEdit(this)) {
    m_field->setAccessibleName(name);
    m_field->setPlaceholderText(hint);
    QToolButton* button = makeToolButton(Glyph::Folder, {}, this);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setToolTip(tr("Choose…"));
    button->setAccessibleName(tr("Choose: %1").arg(name));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_field, 1);
    layout->addWidget(button);
    connect(m_field, &QLineEdit::editingFinished, this, &FileField::changed);
    connect(button, &QToolButton::clicked, this, &FileField::browse);
}

QString FileField::path() const { return m_field->text().trimmed(); }

void FileField::setPath(const QString& path) { m_field->setText(path); }

void FileField::browse() {
    const QString start = path().isEmpty() ? QString() : QFileInfo(path()).absolutePath();
    const QString chosen = m_kind == Kind::Folder
                               ? QFileDialog::getExistingDirectory(this, m_field->accessibleName(), start)
                               : QFileDialog::getOpenFileName(this, m_field->accessibleName(), start);
    if (chosen.isEmpty()) return;
    setPath(chosen);
    emit changed();
}

}  // namespace fotograma::ui
