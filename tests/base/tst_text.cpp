#include <array>
#include <clocale>
#include <cmath>
#include <limits>

#include <QTest>

#include "engine/base/text.h"

using namespace fotograma::base;

class tst_Text : public QObject {
    Q_OBJECT

private slots:
    void concatJoinsValuesOfEveryKind() {
        const std::string text = "text";
        const std::string_view view = "view";
        QCOMPARE(concat("a ", text, ' ', view, ' ', 12, ' ', -3L, ' ', 0.1, ' ', true, ' ', std::uint8_t{200}),
                 std::string("a text view 12 -3 0.1 true 200"));
        QCOMPARE(concat(), std::string());
    }

    void numbersIgnoreTheLocale() {
        // The test is only as strong as the locales installed; to_chars never asks.
        std::setlocale(LC_ALL, "de_DE.UTF-8");
        QCOMPARE(concat(1.5), std::string("1.5"));
        QCOMPARE(fixed(1234.5, 1), std::string("1234.5"));
        std::setlocale(LC_ALL, "C");
    }

    void fixedHoldsTheLargestAndTheOddest() {
        QCOMPARE(fixed(3.14159, 2), std::string("3.14"));
        QCOMPARE(fixed(2.0, 0), std::string("2"));
        QCOMPARE(fixed(std::numeric_limits<double>::max(), 2).size(), std::size_t{312});
        QCOMPARE(fixed(std::nan(""), 2), std::string("nan"));
    }

    void sizesAreReadable_data() {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("said");
        QTest::newRow("0") << qint64(0) << "0 B";
        QTest::newRow("999") << qint64(999) << "999 B";
        QTest::newRow("1000") << qint64(1000) << "1.0 kB";
        QTest::newRow("99.95 kB") << qint64(99'950) << "100 kB";
        QTest::newRow("999.9 kB") << qint64(999'900) << "1.0 MB";
        QTest::newRow("1.4 GB") << qint64(1'400'000'000) << "1.4 GB";
        QTest::newRow("largest") << std::numeric_limits<qint64>::max() << "9.2 EB";
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << "-9.2 EB";
    }

    void sizesAreReadable() {
        QFETCH(qint64, bytes);
        QFETCH(QString, said);
        QCOMPARE(QString::fromStdString(humanBytes(bytes)), said);
    }

    void timesAreReadable_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("said");
        QTest::newRow("0.8") << 0.8 << "0.8 s";
        QTest::newRow("59.96") << 59.96 << "1:00";
        QTest::newRow("65") << 65.0 << "1:05";
        QTest::newRow("7389") << 7389.0 << "2:03:09";
        QTest::newRow("negative") << -65.0 << "-1:05";
        QTest::newRow("never") << std::numeric_limits<double>::infinity() << "?";
        QTest::newRow("huge") << 1e300 << "277777777:46:39";
    }

    void timesAreReadable() {
        QFETCH(double, seconds);
        QFETCH(QString, said);
        QCOMPARE(QString::fromStdString(humanDuration(seconds)), said);
    }

    void theNearestNameIsFoundOrNone_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("meant");
        QTest::newRow("a letter missing") << "web-1080"
                                          << "web-1080p";
        QTest::newRow("two swapped") << "shapren"
                                     << "sharpen";
        QTest::newRow("capital letters") << "Resize"
                                         << "resize";
        QTest::newRow("the start of it") << "archive"
                                         << "archive-hevc";
        QTest::newRow("exactly it") << "crop"
                                    << "crop";
        QTest::newRow("nothing like it") << "banana"
                                         << "";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("very long") << QString(100'000, 'x') << "";
    }

    void theNearestNameIsFoundOrNone() {
        QFETCH(QString, word);
        QFETCH(QString, meant);
        static constexpr std::array<std::string_view, 6> kNames{"web-1080p", "web-720p",     "sharpen",
                                                                "resize",    "archive-hevc", "crop"};
        const std::string_view found = nearest(word.toStdString(), kNames);
        QCOMPARE(QString::fromStdString(std::string(found)), meant);
    }

    void joiningAndLowering() {
        const std::array<std::string, 3> parts{"a", "", "c"};
        QCOMPARE(join(parts, ", "), std::string("a, , c"));
        QCOMPARE(join({}, ", "), std::string());
        QCOMPARE(toLower("ABC-\u00c9z9"), std::string("abc-\u00c9z9"));
    }
};

QTEST_GUILESS_MAIN(tst_Text)
#include "tst_text.moc"
