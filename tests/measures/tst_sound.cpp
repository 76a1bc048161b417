#include <QRegularExpression>
#include <QTest>

#include <cmath>

#include "tests/measures/made_clips.h"

using namespace fotograma;

/// Measures of sound against what is known of the sound, and against FFmpeg's program.
class tst_Sound : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aToneAtMinus23IsMinus23Lufs();
    void loudnessAgreesWithFFmpegsProgram();
    void silencesAreFoundWithTheirTimes();
    void silenceHasNoLoudness();
    void aFileWithoutSoundIsMeasuredAllTheSame();
    void soundAloneNeedsNoPictures();

private:
    /// A gray picture with this sound, written without loss.
    [[nodiscard]] std::filesystem::path withSound(const char* name, const QString& sound, const char* seconds) const;

    tests::MadeClips m_clips;
};

namespace {

/// The last number after a word in FFmpeg's summary: "    I:         -23.0 LUFS".
double afterWord(const QString& text, const char* word) {
    const QRegularExpression pattern(QStringLiteral("%1:\\s+(-?[0-9.]+)").arg(QLatin1String(word)));
    double last = std::nan("");
    for (auto all = pattern.globalMatch(text); all.hasNext();) last = all.next().captured(1).toDouble();
    return last;
}

void compareWithin(double found, double wanted, double within) {
    QVERIFY2(std::abs(found - wanted) <= within, qPrintable(QStringLiteral("%1, wanted %2").arg(found).arg(wanted)));
}

}  // namespace

std::filesystem::path tst_Sound::withSound(const char* name, const QString& sound, const char* seconds) const {
    return m_clips.make(name, {"-v", "error", "-f", "lavfi", "-i", "color=c=gray:s=64x48:r=5", "-f", "lavfi", "-i",
                               sound, "-t", seconds, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "flac"});
}

void tst_Sound::initTestCase() {
    if (const QString reason = tests::MadeClips::whyNot(); !reason.isEmpty()) QSKIP(qPrintable(reason));
}

/// EBU Tech 3341, table 1, case 1: a stereo sine of 1 kHz at -23 dBFS.
void tst_Sound::aToneAtMinus23IsMinus23Lufs() {
    const auto clip = withSound("tone.mkv", "aevalsrc=exprs=pow(10\\,-23/20)*sin(2*PI*1000*t):c=stereo:s=48000", "6");
    const api::Json loudness = m_clips.measured(clip, "loudness").measures["loudness"];
    compareWithin(loudness["integrated"].asNumber(), -23.0, 0.1);
    compareWithin(loudness["momentary_max"].asNumber(), -23.0, 0.1);
    compareWithin(loudness["range"].asNumber(), 0.0, 0.1);
    compareWithin(loudness["true_peak"].asNumber(), -23.0, 0.1);
}

void tst_Sound::loudnessAgreesWithFFmpegsProgram() {
    const auto clip =
        withSound("loud.mkv", "aevalsrc=exprs=(0.05+0.4*pow(sin(0.4*t)\\,2))*(random(0)-0.5):c=stereo:s=44100", "12");
    const api::Json loudness = m_clips.measured(clip, "loudness").measures["loudness"];
    const QString said = tests::MadeClips::said(
        {"-i", QString::fromStdString(clip.string()), "-map", "0:a:0", "-af", "ebur128=peak=true", "-f", "null", "-"});
    compareWithin(loudness["integrated"].asNumber(), afterWord(said, "I"), 0.1);
    compareWithin(loudness["range"].asNumber(), afterWord(said, "LRA"), 0.11);
    compareWithin(loudness["true_peak"].asNumber(), afterWord(said, "Peak"), 0.06);
}

void tst_Sound::silencesAreFoundWithTheirTimes() {
    const auto clip =
        withSound("silent.mkv",
                  "aevalsrc=exprs=0.3*sin(2*PI*440*t)*(1-between(t\\,3\\,6))*(1-gte(t\\,8)):c=mono:s=48000", "10.5");
    const auto report = m_clips.measured(clip, "silence");
    const api::Json silence = report.measures["silence"];
    QCOMPARE(silence["count"].asInteger(), 2);
    const double wanted[] = {3.0, 6.0, 8.0, 10.5};
    for (std::size_t i = 0; i < 4; ++i) compareWithin(silence["times"].items()[i].asNumber(), wanted[i], 0.03);
    compareWithin(silence["share"].asNumber(), 5.5 / 10.5, 0.01);
    const QString said = tests::MadeClips::said({"-i", QString::fromStdString(clip.string()), "-af",
                                                 "silencedetect=noise=-60dB:duration=2", "-f", "null", "-"});
    compareWithin(silence["times"].items()[2].asNumber(), afterWord(said, "silence_start"), 1e-3);
}

void tst_Sound::silenceHasNoLoudness() {
    const auto clip = withSound("nothing.mkv", "anullsrc=r=48000:cl=stereo", "3");
    const auto report = m_clips.measured(clip, "loudness,silence");
    QVERIFY(report.measures["loudness"]["integrated"].isNull());
    QVERIFY(report.measures["loudness"]["true_peak"].isNull());
    compareWithin(report.measures["silence"]["share"].asNumber(), 1.0, 1e-6);
}

void tst_Sound::aFileWithoutSoundIsMeasuredAllTheSame() {
    const auto clip = m_clips.make("mute.mkv", {"-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:r=5:d=1"});
    const auto report = m_clips.measured(clip, "loudness,luma");
    QVERIFY(report.measures.find("loudness") == nullptr);
    QVERIFY(report.measures["luma"]["mean"]["mean"].isNumber());
    const api::FateNote* note = tests::find(report, "measure loudness");
    QVERIFY(note != nullptr && note->sentence.find("no sound") != std::string::npos);
}

void tst_Sound::soundAloneNeedsNoPictures() {
    const auto clip = withSound("alone.mkv", "sine=f=1000:r=48000", "2");
    const auto report = m_clips.measured(clip, "loudness");
    QCOMPARE(report.framesDecoded, 0);
    QVERIFY(report.measures["loudness"]["integrated"].isNumber());
}

QTEST_GUILESS_MAIN(tst_Sound)
#include "tst_sound.moc"
