#include <QTest>

#include "engine/base/platform.h"
#include "engine/recipe/naming.h"

using namespace fotograma;

namespace {

recipe::Recipe withNames(std::initializer_list<const char*> names) {
    recipe::Recipe made;
    made.id = "web";
    for (const char* name : names) made.outputs.emplace_back().name = name;
    return made;
}

std::vector<std::string> assigned(recipe::NameBook& book, const recipe::Recipe& made, const char* input) {
    const auto paths = book.assign(made, input, "/out");
    std::vector<std::string> names;
    if (paths)
        for (const auto& path : *paths) names.push_back(base::toUtf8(path));
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

class TestNaming : public QObject {
    Q_OBJECT

private slots:
    void fillsTemplatesIn();
    void cleansHostileNames_data();
    void cleansHostileNames();
    void numbersNamesThatMeet();
    void givesTheSameNamesEveryTime();
    void neverNamesAnInput();
    void cutsLongNamesButKeepsTheExtension();
};

void TestNaming::fillsTemplatesIn() {
    const recipe::Recipe made = withNames({"{index}-{stem}_{recipe}.{codec}.{output}.{ext}"});
    const auto name = recipe::outputName(made, 0, "/in/holiday.v2.MOV", 7);
    QVERIFY(name.has_value());
    QCOMPARE(*name, std::string("7-holiday.v2_web.h264.1.mp4"));
}

void TestNaming::cleansHostileNames_data() {
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << "a b.mp4"
                           << "a b.mp4";
    QTest::newRow("dash stays inside a folder") << "-y.mp4"
                                                << "-y.mp4";
    QTest::newRow("reserved") << "a<b>:\"c|d?*.mp4"
                              << "a_b___c_d__.mp4";
    QTest::newRow("backslashes") << "..\\..\\x.mp4"
                                 << "_.._x.mp4";
    QTest::newRow("control") << "a\nb\x7f.mp4"
                             << "a_b_.mp4";
    QTest::newRow("device") << "CON.mp4"
                            << "_CON.mp4";
    QTest::newRow("device with extension") << "lpt1.x.mp4"
                                           << "_lpt1.x.mp4";
    QTest::newRow("dots") << "...mp4"
                          << "mp4";
    QTest::newRow("spaces") << "  a . .mp4"
                            << "a.mp4";
    QTest::newRow("unicode") << "película ñ 映画.mp4"
                             << "película ñ 映画.mp4";
}

void TestNaming::cleansHostileNames() {
    QFETCH(QString, input);
    QFETCH(QString, name);
    const auto made = recipe::outputName(withNames({"{stem}.{ext}"}), 0, base::pathFromUtf8(input.toStdString()), 1);
    QVERIFY(made.has_value());
    QCOMPARE(QString::fromStdString(*made), name);
}

void TestNaming::numbersNamesThatMeet() {
    recipe::NameBook book;
    const recipe::Recipe made = withNames({"{stem}.{ext}", "{stem}.{ext}"});
    QCOMPARE(assigned(book, made, "/in/a.mov"), (Names{"/out/a.mp4", "/out/a-2.mp4"}));
    QCOMPARE(assigned(book, made, "/in/b/A.avi"), (Names{"/out/A-3.mp4", "/out/A-4.mp4"}));
}

void TestNaming::givesTheSameNamesEveryTime() {
    const recipe::Recipe made = withNames({"{stem}.{ext}"});
    const auto whole = [&] {
        recipe::NameBook book;
        Names all;
        for (const char* input : {"/a/x.mov", "/b/x.mov", "/c/x-2.mov"})
            for (std::string& name : assigned(book, made, input)) all.push_back(std::move(name));
        return all;
    };
    QCOMPARE(whole(), whole());
    QCOMPARE(whole(), (Names{"/out/x.mp4", "/out/x-2.mp4", "/out/x-2-2.mp4"}));
}

void TestNaming::neverNamesAnInput() {
    recipe::NameBook book;
    book.reserve("/out/b.mp4");  // a later input of the batch
    const recipe::Recipe made = withNames({"{stem}.{ext}"});
    QCOMPARE(assigned(book, made, "/out/a.mp4"), (Names{"/out/a-2.mp4"}));
    QCOMPARE(assigned(book, made, "/in/b.mov"), (Names{"/out/b-2.mp4"}));
}

void TestNaming::cutsLongNamesButKeepsTheExtension() {
    const std::string stem = "/in/" + std::string(150, 'x') + std::string("\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1") +
                             std::string(200, 'y');
    for (int extra = 0; extra < 2; ++extra) {  // once the cut would fall inside a character
        const auto name =
            recipe::outputName(withNames({extra ? "a{stem}.{ext}" : "{stem}.{ext}"}), 0, stem + ".mov", 1);
        QVERIFY(name.has_value());
        QVERIFY(name->size() <= 200);
        QVERIFY(name->ends_with(".mp4"));
        QVERIFY(QString::fromStdString(*name).toStdString() == *name);
    }
}

QTEST_GUILESS_MAIN(TestNaming)
#include "tst_naming.moc"
