#include "ui/media_facts.h"

#include <QCoreApplication>
#include <QHash>
#include <cstdlib>

#include "engine/base/text.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

struct MediaFacts {
    Q_DECLARE_TR_FUNCTIONS(MediaFacts)
};

/// "30000/1001" as a number; 0 when unknown.
double ratio(const std::string& text) {
    char* end = nullptr;
    const double above = std::strtod(text.c_str(), &end);
    const double below = *end == '/' ? std::strtod(end + 1, nullptr) : 1.0;
    return below > 0.0 ? above / below : 0.0;
}

QString kindText(const std::string& kind) {
    if (kind == "video") return MediaFacts::tr("Video");
    if (kind == "audio") return MediaFacts::tr("Audio");
    if (kind == "subtitle") return MediaFacts::tr("Subtitle");
    if (kind == "attachment") return MediaFacts::tr("Attachment");
    return MediaFacts::tr("Other track");
}

QString bitRateText(double bitsPerSecond) {
    if (bitsPerSecond <= 0.0) return {};
    if (bitsPerSecond < 1e6) return MediaFacts::tr("%1 kbit/s").arg(toQt(base::fixed(bitsPerSecond / 1e3, 0)));
    return MediaFacts::tr("%1 Mbit/s").arg(toQt(base::fixed(bitsPerSecond / 1e6, 1)));
}

void addPicture(QStringList& parts, const api::Json& video) {
    if (video["display_width"].asInteger() > 0)
        parts << QStringLiteral("%1 × %2")
                     .arg(video["display_width"].asInteger())
                     .arg(video["display_height"].asInteger());
    if (const double rate = ratio(video["mean_rate"].asString()); rate > 0.0)
        parts << MediaFacts::tr("%1 frames/s").arg(toQt(base::fixed(rate, rate == static_cast<int>(rate) ? 0 : 2)));
    if (video["bits"].asInteger() > 0) parts << MediaFacts::tr("%1 bit").arg(video["bits"].asInteger());
    if (video["color"]["hdr"].asBool()) parts << MediaFacts::tr("HDR");
    if (video["interlaced"].asBool()) parts << MediaFacts::tr("interlaced");
    if (const auto degrees = video["rotation"].asInteger(); degrees != 0)
        parts << MediaFacts::tr("rotated by %1°").arg(degrees);
}

QString trackText(const api::Json& track) {
    QStringList parts{toQt(track["codec"].asString()).toUpper()};
    if (!track["profile"].asString().empty()) parts.back() += u' ' + toQt(track["profile"].asString());
    addPicture(parts, track["video"]);
    const api::Json& audio = track["audio"];
    if (!audio["layout"].asString().empty()) parts << toQt(audio["layout"].asString());
    if (audio["sample_rate"].asInteger() > 0)
        parts << MediaFacts::tr("%1 kHz").arg(static_cast<double>(audio["sample_rate"].asInteger()) / 1000.0);
    parts << bitRateText(track["bit_rate"].asNumber()) << toQt(track["language"].asString());
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

}  // namespace

std::vector<std::pair<QString, QString>> mediaFacts(const api::Json& facts) {
    std::vector<std::pair<QString, QString>> lines;
    lines.emplace_back(MediaFacts::tr("Container"), toQt(facts["container_title"].asString()));
    if (const double seconds = facts["duration"].asNumber(); seconds > 0.0)
        lines.emplace_back(MediaFacts::tr("Duration"), durationText(seconds));
    lines.emplace_back(MediaFacts::tr("Bit rate"), bitRateText(facts["bit_rate"].asNumber()));
    for (const api::Json& track : facts["tracks"].items())
        lines.emplace_back(kindText(track["kind"].asString()), trackText(track));
    if (const std::size_t chapters = facts["chapters"].items().size(); chapters > 0)
        lines.emplace_back(MediaFacts::tr("Chapters"), QString::number(chapters));
    return lines;
}

}  // namespace fotograma::ui
