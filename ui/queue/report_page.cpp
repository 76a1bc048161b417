#include "ui/queue/report_page.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/base/text.h"
#include "ui/media_facts.h"
#include "ui/words.h"

namespace fotograma::ui {

namespace {

struct ReportPage {
    Q_DECLARE_TR_FUNCTIONS(ReportPage)
};

/// "duration_seconds" as people write it: "Duration seconds".
QString humanKey(const std::string& key) {
    QString text = toQt(key);
    text.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

QString humanNumber(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15) return QString::number(static_cast<qint64>(value));
    return toQt(base::fixed(value, std::abs(value) < 10.0 ? 4 : 2));
}

/// A value in one line: lists with commas, objects as "key value".
QString humanValue(const api::Json& value) {
    if (value.isNull()) return {};
    if (value.isString()) return toQt(value.asString());
    if (value.isBool()) return value.asBool() ? ReportPage::tr("yes") : ReportPage::tr("no");
    if (value.isNumber()) return humanNumber(value.asNumber());
    QStringList parts;
    for (const api::Json& item : value.items()) parts << humanValue(item);
    for (const auto& [key, member] : value.members())
        if (const QString text = humanValue(member); !text.isEmpty()) parts << humanKey(key).toLower() + u' ' + text;
    return parts.join(QStringLiteral(", "));
}

class Sheet {
public:
    explicit Sheet(const Theme& theme)
        : m_muted(theme.muted.name()), m_accent(theme.series1.name()), m_track(theme.hover.name()) {}

    void heading(const QString& text) {
        endTable();
        m_html +=
            QStringLiteral("<p style='margin-top:14px; margin-bottom:4px'><b>%1</b></p>").arg(text.toHtmlEscaped());
    }
    void row(const QString& label, const QString& value) {
        if (value.isEmpty()) return;
        beginTable();
        m_html += QStringLiteral(
                      "<tr><td style='color:%1; padding:2px 18px 2px 0' width='130'>%2</td>"
                      "<td style='padding:2px 0'>%3</td></tr>")
                      .arg(m_muted, label.toHtmlEscaped(), value.toHtmlEscaped());
    }
    /// A thin bar of coloured cells, which is what rich text has for drawing.
    void bar(const QString& label, double share) {
        beginTable();
        const int percent = std::clamp(static_cast<int>(std::lround(share * 100.0)), 0, 100);
        const auto cell = [](const QString& colour, int part) {
            if (part == 0) return QString();
            return QStringLiteral("<td bgcolor='%1' width='%2'><span style='font-size:5px'>&nbsp;</span></td>")
                .arg(colour)
                .arg(part * 2);
        };
        m_html += QStringLiteral(
                      "<tr><td style='color:%1; padding:2px 18px 2px 0' width='130'>%2</td>"
                      "<td style='vertical-align:middle'><table cellspacing='0' cellpadding='0'><tr>%3%4"
                      "</tr></table></td><td style='padding:2px 0 2px 12px; white-space:pre'>%5 %</td></tr>")
                      .arg(m_muted, label.toHtmlEscaped(), cell(m_accent, percent), cell(m_track, 100 - percent))
                      .arg(percent);
    }
    QString html() {
        endTable();
        return m_html;
    }

private:
    void beginTable() {
        if (!m_isInTable) m_html += QStringLiteral("<table cellspacing='0' cellpadding='0'>");
        m_isInTable = true;
    }
    void endTable() {
        if (m_isInTable) m_html += QStringLiteral("</table>");
        m_isInTable = false;
    }

    QString m_muted, m_accent, m_track;
    QString m_html;
    bool m_isInTable = false;
};

QString sizes(const api::JobRecord& record) {
    if (record.inputBytes <= 0) return {};
    QString text = sizeText(record.inputBytes);
    if (record.outputBytes > 0) text += QStringLiteral(" → %1").arg(sizeText(record.outputBytes));
    if (const QString saved = savedText(record.inputBytes, record.outputBytes); !saved.isEmpty())
        text += QStringLiteral("  (%1)").arg(saved);
    return text;
}

void addResult(Sheet& sheet, const api::JobRecord& record, const api::Report* report) {
    for (const std::string& output : record.spec.outputs) sheet.row(ReportPage::tr("Output"), toQt(output));
    sheet.row(ReportPage::tr("Size"), sizes(record));
    sheet.row(ReportPage::tr("Device"), toQt(record.device));
    if (!report) return;
    if (report->wallSeconds > 0.0) sheet.row(ReportPage::tr("Took"), durationText(report->wallSeconds));
    if (report->framesDecoded > 0)
        sheet.row(ReportPage::tr("Frames"),
                  ReportPage::tr("%1, at %2 frames/s").arg(report->framesDecoded).arg(fpsText(report->fps)));
    if (report->framesDamaged > 0) sheet.row(ReportPage::tr("Damaged frames"), QString::number(report->framesDamaged));
    if (report->partial)
        sheet.row(ReportPage::tr("Note"),
                  ReportPage::tr("The input ended early or is damaged; what could be read was used."));
    for (const std::string& note : report->deviceNotes) sheet.row(ReportPage::tr("Left the device"), toQt(note));
}

void addStages(Sheet& sheet, std::vector<api::StageShare> stages) {
    if (stages.empty()) return;
    sheet.heading(ReportPage::tr("Where the time went"));
    std::ranges::sort(stages, std::greater<>(), &api::StageShare::busyShare);
    for (const api::StageShare& stage : stages) sheet.bar(stageText(stage.stage), stage.busyShare);
}

void addMeasures(Sheet& sheet, const api::Json& measures) {
    for (const auto& [measure, values] : measures.members()) {
        sheet.heading(humanKey(measure));
        for (const auto& [key, value] : values.members()) sheet.row(humanKey(key), humanValue(value));
    }
}

void addFile(Sheet& sheet, const std::string& path, const api::Json& facts) {
    sheet.heading(fileName(path));
    sheet.row(ReportPage::tr("Path"), toQt(path));
    for (const auto& [label, value] : mediaFacts(facts)) sheet.row(label, value);
}

/// How near a made file is to what was encoded.
void addFidelity(Sheet& sheet, const api::Artifact& artifact) {
    const api::Json& fidelity = artifact.facts["fidelity"];
    if (!fidelity.isObject()) return;
    sheet.row(ReportPage::tr("Quality"), qualityText(fidelity["ssim"].asNumber(-1.0)));
    const auto frames = static_cast<int>(fidelity["frames"].asInteger(0));
    sheet.row(QString(), ReportPage::tr("SSIM to what was encoded, mean of %n frame(s); the lowest %1", nullptr, frames)
                             .arg(numberText(fidelity["lowest"].asNumber(0.0), 3)));
}

void addHistory(Sheet& sheet, const api::JobRecord& record) {
    sheet.heading(ReportPage::tr("History"));
    sheet.row(ReportPage::tr("Added"), momentText(record.createdAt));
    sheet.row(ReportPage::tr("Started"), momentText(record.startedAt));
    sheet.row(ReportPage::tr("Ended"), momentText(record.finishedAt));
    if (record.attempts > 1) sheet.row(ReportPage::tr("Attempts"), QString::number(record.attempts));
}

}  // namespace

QString reportPage(const api::JobRecord& record, const api::Report* report, const Theme& theme) {
    Sheet sheet(theme);
    addResult(sheet, record, report);
    if (report) addMeasures(sheet, report->measures);
    addStages(sheet, report ? report->stages : record.progress.stages);
    if (report)
        for (const api::Artifact& artifact : report->artifacts) {
            addFile(sheet, artifact.path, artifact.facts);
            addFidelity(sheet, artifact);
        }
    addFile(sheet, record.spec.input, report ? report->input : api::Json());
    addHistory(sheet, record);
    return sheet.html();
}

}  // namespace fotograma::ui
