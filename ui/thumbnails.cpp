#include "ui/thumbnails.h"

#include <algorithm>

namespace fotograma::ui {

namespace {
constexpr int kKeptBytes = 32'000'000;
constexpr int kEmptyBytes = 64;
constexpr qsizetype kUnderWay = 2;  // previews are made one after another: more would only wait
constexpr std::size_t kWishes = 64;
}  // namespace

QImage imageOf(const api::Preview& preview) {
    return QImage::fromData(reinterpret_cast<const uchar*>(preview.picture.raw.data()),
                            static_cast<int>(preview.picture.raw.size()),
                            preview.format == api::PictureFile::Png ? "PNG" : "JPG");
}

Thumbnails::Thumbnails(ServiceBridge& bridge, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_kept(kKeptBytes) {}

QPixmap Thumbnails::picture(const QString& file, QSize box, double share) {
    const QString key = QStringLiteral("%1|%2x%3|%4").arg(file).arg(box.width()).arg(box.height()).arg(share);
    if (const QPixmap* kept = m_kept.object(key)) return *kept;
    if (m_asked.contains(key)) return {};
    const auto waiting = std::ranges::find(m_wishes, key, &Wish::key);
    if (waiting != m_wishes.end()) m_wishes.erase(waiting);
    m_wishes.push_back({key, file, box, share});
    if (m_wishes.size() > kWishes) m_wishes.pop_front();
    // Not from inside a paint event: the row next to it is about to wish too.
    QMetaObject::invokeMethod(this, &Thumbnails::askNext, Qt::QueuedConnection);
    return {};
}

void Thumbnails::askNext() {
    while (!m_wishes.empty() && m_asked.size() < kUnderWay) {
        const Wish wish = m_wishes.back();
        m_wishes.pop_back();
        m_asked.insert(wish.key);
        api::PreviewRequest request;
        request.input = wish.file.toStdString();
        request.share = wish.share;
        request.quick = true;
        request.width = wish.box.width();
        request.height = wish.box.height();
        m_bridge.preview(std::move(request), this, [this, key = wish.key](base::Result<api::Preview> preview) {
            m_asked.remove(key);
            keep(key, preview);
            askNext();
        });
    }
}

void Thumbnails::keep(const QString& key, const base::Result<api::Preview>& preview) {
    auto picture = std::make_unique<QPixmap>();
    if (preview) *picture = QPixmap::fromImage(imageOf(*preview));
    const int cost = picture->isNull() ? kEmptyBytes : picture->width() * picture->height() * 4;
    m_kept.insert(key, picture.release(), cost);  // the cache owns it
    emit arrived();
}

}  // namespace fotograma::ui
