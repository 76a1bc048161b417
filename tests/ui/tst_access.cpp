#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTextEdit>
#include <QtTest>

#include "tests/ui/test_host.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/page.h"

using namespace fotograma;
using namespace fotograma::ui;
using test::PanelHost;

namespace {

/// Parts that Qt makes inside others and names by itself or hides from assistive programs.
bool isInnerPart(const QWidget* widget) {
    const QString name = widget->objectName();
    return name.startsWith("qt_") || qobject_cast<const QScrollBar*>(widget) != nullptr ||
           widget->inherits("QComboBoxPrivateContainer") || widget->inherits("QComboBoxListView") ||
           widget->inherits("QToolBarExtension") || widget->inherits("QLineEditIconButton") ||
           widget->inherits("QTableCornerButton");
}

bool takesInput(const QWidget* widget) {
    if (const auto* view = qobject_cast<const QAbstractItemView*>(widget))
        return view->inherits("QHeaderView") == false;
    if (const auto* box = qobject_cast<const QLineEdit*>(widget))
        return !qobject_cast<const QAbstractSpinBox*>(box->parentWidget()) &&
               !qobject_cast<const QComboBox*>(box->parentWidget());
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QTextEdit*>(widget) ||
           widget->focusPolicy() == Qt::StrongFocus || widget->focusPolicy() == Qt::TabFocus;
}

QString describe(const QWidget* widget) {
    QStringList chain;
    for (const QWidget* one = widget; one; one = one->parentWidget())
        chain.prepend(QString::fromLatin1(one->metaObject()->className()) + '#' + one->objectName());
    return chain.mid(std::max<qsizetype>(0, chain.size() - 4)).join(" > ");
}

}  // namespace

/// Everything can be named by a screen reader and reached by the keyboard, on every page.
class tst_access : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_host = std::make_unique<PanelHost>();
        for (int i = 0; i < 20; ++i) test::addReport(m_host->fake(), i, 20);
        m_host->fakeTools.rows = {{.key = "jobs", .value = "0", .source = "default"},
                                  {.key = "output", .value = "/v", .source = "default"},
                                  {.key = "overwrite", .value = "ask", .source = "default"}};
        m_host->fakeTools.findings = {{"Devices", "cpu", Health::Fine, "fine"}};
        m_window = std::make_unique<MainWindow>(*m_host);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void everyControlHasANameAndARole_data() {
        QTest::addColumn<QString>("id");
        for (const PageDefinition* page : pageDefinitions()) QTest::newRow(page->id) << QString::fromLatin1(page->id);
    }

    void everyControlHasANameAndARole() {
        QFETCH(QString, id);
        QVERIFY(m_window->openPage(id));
        QTest::qWait(50);
        QStringList nameless;
        int seen = 0;
        const QWidget* page = m_window->openPage(id);
        for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
            // What lies behind another tab of the page is meant too.
            const bool isBehind = id == "server" && page->isAncestorOf(widget) && !widget->inherits("QPushButton");
            const bool isHidden = !widget->isVisible() && !isBehind;
            if (!takesInput(widget) || isInnerPart(widget) || isHidden) continue;
            ++seen;
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY(face != nullptr);
            if (face->text(QAccessible::Name).trimmed().isEmpty()) nameless << describe(widget);
            if (face->role() == QAccessible::NoRole) nameless << describe(widget) + " (no role)";
        }
        QVERIFY2(nameless.isEmpty(), qPrintable('\n' + nameless.join('\n')));
        QVERIFY(seen > 3);
    }

    void theKeyboardReachesEveryControl_data() { everyControlHasANameAndARole_data(); }

    void theKeyboardReachesEveryControl() {
        QFETCH(QString, id);
        Page* page = m_window->openPage(id);
        QVERIFY(page);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QSet<const QWidget*> reached;
        for (int step = 0; step < 400; ++step) {
            QTest::keyClick(m_window->focusWidget() ? m_window->focusWidget() : m_window.get(), Qt::Key_Tab);
            // A text field of several lines keeps the key for itself.
            if (m_window->focusWidget() && !reached.isEmpty() && reached.contains(m_window->focusWidget()) &&
                step > 150)
                break;
            if (m_window->focusWidget()) reached.insert(m_window->focusWidget());
        }
        QStringList missed;
        for (const QWidget* widget : page->findChildren<QWidget*>()) {
            const bool isMeant =
                (qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QComboBox*>(widget) ||
                 qobject_cast<const QAbstractSpinBox*>(widget) || widget->property("pageButton").toBool()) &&
                takesInput(widget) && widget->isVisible() && widget->isEnabled();
            if (isMeant && !reached.contains(widget) &&
                !(widget->focusProxy() && reached.contains(widget->focusProxy())))
                missed << describe(widget);
        }
        QVERIFY2(missed.isEmpty(), qPrintable('\n' + missed.join('\n')));
    }

private:
    std::unique_ptr<PanelHost> m_host;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(tst_access)
#include "tst_access.moc"
