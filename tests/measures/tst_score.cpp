#include <QTest>

#include "tests/measures/made_clips.h"

using namespace fotograma;

/// The technical score on clips that were made worse on purpose.
class tst_Score : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void fallsWithEveryDamage_data();
    void fallsWithEveryDamage();
    void bringsWhatItNeeds();
    void aStandstillCostsItsShare();

private:
    [[nodiscard]] double scoreOf(const std::filesystem::path& clip) {
        return m_clips.measured(clip, "score").measures["score"]["score"].asNumber(-1.0);
    }

    tests::MadeClips m_clips;
    std::filesystem::path m_source;
    double m_score = 0.0;
};

namespace {

/// Detail, edges and movement, a little softened as lenses do.
constexpr const char* kScene = "mandelbrot=s=320x240:r=25:end_scale=0.02,gblur=sigma=0.5,format=yuv420p";

QStringList encoded(const char* crf) { return {"-c:v", "libx264", "-preset", "veryfast", "-crf", crf}; }

}  // namespace

void tst_Score::initTestCase() {
    if (const QString reason = tests::MadeClips::whyNot(); !reason.isEmpty()) QSKIP(qPrintable(reason));
    m_source = m_clips.make("source.mkv",
                            QStringList{"-v", "error", "-f", "lavfi", "-i", kScene, "-t", "1.2"} + encoded("10"));
    m_score = scoreOf(m_source);
    QVERIFY2(m_score > 50.0 && m_score <= 100.0, qPrintable(QString::number(m_score)));
}

void tst_Score::fallsWithEveryDamage_data() {
    QTest::addColumn<QString>("mild");
    QTest::addColumn<QString>("strong");
    QTest::addColumn<QString>("mildCrf");
    QTest::addColumn<QString>("strongCrf");
    QTest::newRow("blur") << "gblur=sigma=2"
                          << "gblur=sigma=6"
                          << "10"
                          << "10";
    QTest::newRow("noise") << "noise=alls=20:allf=t"
                           << "noise=alls=60:allf=t"
                           << "10"
                           << "10";
    QTest::newRow("compression") << "null"
                                 << "null"
                                 << "40"
                                 << "51";
    QTest::newRow("overexposure") << "eq=brightness=0.3"
                                  << "eq=brightness=0.6"
                                  << "10"
                                  << "10";
}

void tst_Score::fallsWithEveryDamage() {
    QFETCH(QString, mild);
    QFETCH(QString, strong);
    QFETCH(QString, mildCrf);
    QFETCH(QString, strongCrf);
    const auto damaged = [&](const QString& filter, const QString& crf) {
        const QStringList arguments{"-v", "error", "-i", QString::fromStdString(m_source.string()), "-vf", filter};
        return scoreOf(m_clips.make("damaged.mkv", arguments + encoded(crf.toLatin1().constData())));
    };
    const double less = damaged(mild, mildCrf);
    const double least = damaged(strong, strongCrf);
    const QString scores = QStringLiteral("%1, %2, %3").arg(m_score).arg(less).arg(least);
    QVERIFY2(m_score > less && less > least, qPrintable(scores));
}

void tst_Score::bringsWhatItNeeds() {
    const auto report = m_clips.measured(m_source, "score");
    for (const char* need : {"blur", "noise", "blockiness", "contrast", "exposure", "flat"})
        QVERIFY2(report.measures.find(need) != nullptr, need);
    for (const char* part : {"sharpness", "noise", "blockiness", "contrast", "exposure", "alive"})
        QVERIFY2(report.measures["score"][part].isNumber(), part);
}

void tst_Score::aStandstillCostsItsShare() {
    const auto still =
        m_clips.make("still.mkv", QStringList{"-v", "error", "-i", QString::fromStdString(m_source.string()), "-vf",
                                              "tpad=stop_mode=clone:stop_duration=1.2"} +
                                      encoded("10"));
    const api::Json score = m_clips.measured(still, "score").measures["score"];
    QVERIFY(score["alive"].asNumber() < 0.7);
    QVERIFY(score["score"].asNumber() < 0.8 * m_score);
}

QTEST_GUILESS_MAIN(tst_Score)
#include "tst_score.moc"
