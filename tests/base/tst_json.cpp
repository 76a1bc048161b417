#include <cmath>
#include <limits>
#include <string>

#include <QTest>

#include "engine/base/json.h"
#include "engine/base/text.h"

using namespace fotograma::base;

class tst_Json : public QObject {
    Q_OBJECT

private slots:
    void textSurvivesTheRoundTrip_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("scalars") << QByteArray(R"([null,true,false,0,-7,1.5,"x"])");
        QTest::newRow("order of members is kept") << QByteArray(R"({"z":1,"a":{"y":2,"b":[]},"m":{}})");
        QTest::newRow("largest integers") << QByteArray("[9223372036854775807,-9223372036854775808]");
        QTest::newRow("whole doubles stay doubles") << QByteArray("[3.0,-0.0,1e+20,1e-09]");
        QTest::newRow("escapes") << QByteArray("[\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\"]");
        QTest::newRow("beyond ASCII") << QByteArray("[\"\u00f1 \u65e5\u672c \U0001f3ac\"]");
    }

    void textSurvivesTheRoundTrip() {
        QFETCH(QByteArray, text);
        const auto first = Json::parse(text.toStdString());
        QVERIFY2(first, first ? "" : first.error().message.c_str());
        QCOMPARE(first->dump(), text.toStdString());
        const auto second = Json::parse(first->dump(2));
        QVERIFY(second);
        QVERIFY(*second == *first);
    }

    void escapedCharactersAreDecoded() {
        const auto value = Json::parse(R"(["\u00e9\ud83c\udfac\u0000!"])");
        QVERIFY(value);
        QCOMPARE(value->items()[0].asString(), std::string("\u00e9\U0001f3ac\0!", 8));
    }

    void badTextIsRefusedWithItsPlace_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QByteArray("") << "line 1, column 1";
        QTest::newRow("only spaces") << QByteArray("   ") << "end of input";
        QTest::newRow("truncated array") << QByteArray("[1,2") << "end of input";
        QTest::newRow("truncated string") << QByteArray("\"abc") << "line 1, column 4";
        QTest::newRow("truncated escape") << QByteArray("\"\\u12") << "line 1";
        QTest::newRow("duplicate key") << QByteArray("{\"a\":1,\n \"a\":2}")
                                       << "line 2, column 4: the key \"a\" appears twice";
        QTest::newRow("trailing text") << QByteArray("{} {}") << "expected end of input";
        QTest::newRow("trailing comma") << QByteArray("[1,]") << "column 4";
        QTest::newRow("comment") << QByteArray("[1 /* two */]") << "column 4";
        QTest::newRow("number too large") << QByteArray("{\n\n\"a\": 1e400}") << "line 3";
        QTest::newRow("not a number") << QByteArray("[NaN]") << "column 2";
        QTest::newRow("leading zero") << QByteArray("[01]") << "unexpected number literal";
        QTest::newRow("invalid UTF-8") << QByteArray("[\"\xff\"]") << "UTF-8";
        QTest::newRow("overlong UTF-8") << QByteArray("[\"\xc0\xaf\"]") << "UTF-8";
        QTest::newRow("surrogate in UTF-8") << QByteArray("[\"\xed\xa0\x80\"]") << "UTF-8";
        QTest::newRow("lone surrogate") << QByteArray(R"(["\ud800"])") << "surrogate";
        QTest::newRow("control character") << QByteArray("[\"a\nb\"]") << "control character";
        QTest::newRow("too deep") << QByteArray(65, '[').append(QByteArray(65, ']'))
                                  << "column 65: it is nested deeper";
        QTest::newRow("very deep") << QByteArray(1 << 20, '[') << "nested deeper than 64";
    }

    void badTextIsRefusedWithItsPlace() {
        QFETCH(QByteArray, text);
        QFETCH(QString, said);
        const auto value = Json::parse(text.toStdString());
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::InvalidArgument);
        const QString message = QString::fromStdString(value.error().message);
        QVERIFY2(message.contains(said), qPrintable(message));
    }

    void sixtyFourLevelsAreAllowed() { QVERIFY(Json::parse(std::string(64, '[') + std::string(64, ']'))); }

    void manyKeysAreCheckedForDuplicatesInReasonableTime() {
        std::string text = "{";
        for (int i = 0; i < 100'000; ++i) text += concat("\"key", i, "\":0,");
        QVERIFY(Json::parse(text + "\"last\":0}"));
        QVERIFY(!Json::parse(text + "\"key77\":0}"));
    }

    void integersBeyondSixtyThreeBitsBecomeDoubles() {
        const auto value = Json::parse("[18446744073709551615, 99999999999999999999]");
        QVERIFY(value);
        QVERIFY(!value->items()[0].isInteger());
        QCOMPARE(value->items()[0].asNumber(), 18446744073709551615.0);
        QCOMPARE(value->items()[1].asNumber(), 1e20);
    }

    void whatJsonCannotSayIsWrittenAsSomethingItCan() {
        const double infinity = std::numeric_limits<double>::infinity();
        QCOMPARE(Json(Json::Array{Json(std::nan("")), Json(infinity), Json(-infinity)}).dump(),
                 std::string("[null,null,null]"));
        // A file name of arbitrary bytes: each bad byte becomes one replacement character, the rest stays.
        QCOMPARE(Json(std::string("a\xff\xc3(\xe2\x82")).dump(), std::string("\"a\uFFFD\uFFFD(\uFFFD\uFFFD\""));
        QVERIFY(Json::parse(Json(std::string("\xf4\x90\x80\x80")).dump()));
    }

    void accessorsFallBackInsteadOfFailing() {
        const auto value = Json::parse(R"({"i":3,"d":3.0,"h":3.5,"s":"x"})");
        QVERIFY(value);
        QCOMPARE((*value)["i"].asNumber(), 3.0);
        QCOMPARE((*value)["d"].asInteger(), 3);
        QCOMPARE((*value)["h"].asInteger(-1), -1);
        QCOMPARE((*value)["s"].asInteger(-1), -1);
        QVERIFY((*value)["missing"]["deeper"].isNull());
        QVERIFY(value->find("missing") == nullptr);
        QCOMPARE((*value)["h"].typeName(), std::string_view("number"));
    }

    void membersAreReplacedInPlaceAndErased() {
        Json value;
        value.set("b", 1).set("a", 2).set("b", 3);
        QCOMPARE(value.dump(), std::string(R"({"b":3,"a":2})"));
        QVERIFY(value.erase("b"));
        QVERIFY(!value.erase("b"));
        value.set("list", Json::array().append(1).append("two"));
        QCOMPARE(value.dump(), std::string(R"({"a":2,"list":[1,"two"]})"));
    }

    void equalMeaningHasEqualCanonicalText() {
        const auto one = Json::parse(R"({"b":[{"y":1.0,"x":2}],"a":null})");
        const auto two = Json::parse(R"({ "a" : null, "b" : [ { "x" : 2.0, "y" : 1 } ] })");
        QVERIFY(one && two);
        QCOMPARE(canonical(*one).dump(), canonical(*two).dump());
        QCOMPARE(canonical(*one).dump(), std::string(R"({"a":null,"b":[{"x":2,"y":1}]})"));
    }
};

QTEST_GUILESS_MAIN(tst_Json)
#include "tst_json.moc"
