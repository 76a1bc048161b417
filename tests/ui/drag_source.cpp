// Another program from which files are dragged, as a file manager is: drag_source FILE... shows a window at the top left,
// and a press of the mouse in it begins a drag of the files. It says which action was taken when they are dropped, and lives on: the other side asks
// for the data after that.
#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QTimer>
#include <QUrl>
#include <QWidget>
#include <cstdio>

namespace {

class Source : public QWidget {
public:
    explicit Source(QList<QUrl> urls) : m_urls(std::move(urls)) {}

protected:
    void mousePressEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton) m_isPressed = true;
    }
    void mouseMoveEvent(QMouseEvent*) override {
        if (!std::exchange(m_isPressed, false)) return;
        auto* mime = new QMimeData;
        mime->setUrls(m_urls);
        auto* drag = new QDrag(this);  // Qt's: it answers for the data until the other side has them
        drag->setMimeData(mime);
        const Qt::DropAction action = drag->exec(Qt::CopyAction);
        std::printf("%s\n", action == Qt::CopyAction ? "copied" : "refused");
        std::fflush(stdout);
    }

private:
    QList<QUrl> m_urls;
    bool m_isPressed = false;
};

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QList<QUrl> urls;
    for (const QString& file : QCoreApplication::arguments().mid(1)) urls << QUrl::fromLocalFile(file);
    Source source(urls);
    source.setWindowFlag(Qt::X11BypassWindowManagerHint);
    source.setGeometry(0, 0, 120, 90);
    source.show();
    QTimer::singleShot(0, [] {
        std::puts("ready");
        std::fflush(stdout);
    });
    return QApplication::exec();
}
