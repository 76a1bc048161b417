/// One page of the window, and how a folder offers one.
///
/// A page's folder calls fotograma_page() in its CMakeLists.txt and defines `k<Id>Page`; the window shows what the folders
/// offer, in the order they ask for, and makes a page when it is first opened.
///
/// Owner    the window owns its pages; the workspace outlives them.
/// Thread   Qt thread.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

#include "ui/icons.h"

class QMenuBar;
class QSettings;

namespace fotograma::ui {

class Workspace;

class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Adds the page's own menus, once, before View. Its other actions work while it is shown.
    virtual void fillMenus(QMenuBar&) {}
    virtual void restore(const QSettings&) {}
    virtual void save(QSettings&) const {}
};

/// How a page shows in the navigation, and how it is made.
struct PageDefinition {
    const char* id;  ///< "queue"; the name of its folder.
    Glyph glyph;
    QString (*title)();  ///< One word.
    Page* (*make)(Workspace& workspace, QWidget* parent);
};

/// All pages in the order of the navigation; written by the build.
[[nodiscard]] const std::vector<const PageDefinition*>& pageDefinitions();

}  // namespace fotograma::ui
