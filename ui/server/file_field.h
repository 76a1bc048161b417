/// A path to type or to choose: a field with a button beside it.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>

class QLineEdit;

namespace fotograma::ui {

class FileField : public QWidget {
    Q_OBJECT

public:
    enum class Kind { File, Folder };

    /// `name` is the accessible name, `hint` what stands in the empty field.
    FileField(Kind kind, const QString& name, const QString& hint, QWidget* parent = nullptr);

    [[nodiscard]] QString path() const;
    void setPath(const QString& path);
    void clear() { setPath({}); }

signals:
    /// The user has chosen or typed another path, and left the field.
    void changed();

private:
    void browse();

    Kind m_kind;
    QLineEdit* m_field;
};

}  // namespace fotograma::ui
