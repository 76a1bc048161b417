/// The list of pages at the window's edge: a picture over a word, one of them chosen.
///
/// Thread   Qt thread.
#pragma once

#include <QWidget>
#include <vector>

class QButtonGroup;

namespace fotograma::ui {

struct PageDefinition;

class Navigation : public QWidget {
    Q_OBJECT

public:
    explicit Navigation(const std::vector<const PageDefinition*>& pages, QWidget* parent = nullptr);

    void choose(int page);

signals:
    void chosen(int page);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup* m_buttons;
};

}  // namespace fotograma::ui
