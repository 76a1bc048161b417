// Files that recipes name: which may be read, what is refused, and that each is read once.
#include "tests/pipeline/run_fixture.h"
#include "tests/support/still_files.h"

#include <fstream>

#include "engine/base/text.h"
#include "engine/pipeline/assets.h"
#include "engine/recipe/presets.h"

using namespace fotograma;
using base::concat;
using base::ErrorCode;
namespace fs = std::filesystem;

namespace {

constexpr const char* kNegative = "LUT_3D_SIZE 2\n1 1 1\n0 1 1\n1 0 1\n0 0 1\n1 1 0\n0 1 0\n1 0 0\n0 0 0\n";

void write(const fs::path& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

recipe::Recipe lookRecipe(const std::string& file) {
    const std::string text = concat(R"({"version": 1, "id": "look", "filters": [{"id": "lut3d", "params": {"file": ")",
                                    file, R"("}}], "outputs": [{"video": {"preset": "fastest"}}]})");
    return tests::recipeOf(text.c_str());
}

}  // namespace

class TestAssets : public QObject, tests::RunFixture {
    Q_OBJECT

private slots:
    void init() {
        startAfresh();
        m_root = fs::canonical(m_folder->path().toStdString());
    }
    void readsWhatLiesInsideTheRoots_data();
    void readsWhatLiesInsideTheRoots();
    void namesThePlaceInTheRecipe();
    void readsAFileOncePerProcess();
    void aChangedFileIsReadAgain();
    void relativePathsGoFromTheRecipesFolder();
    void theEndingMustFit();
    void aLookFromAFileChangesPictures();
    void aGraphOpensTheFileThatIsNamed();
    void anOverlayIsDecodedWithItsOpacity();
    void aPictureThatIsNoneIsRefused();

private:
    fs::path m_root;
};

void TestAssets::readsWhatLiesInsideTheRoots_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("code");  // -1: read
    QTest::newRow("inside") << "in/a.cube" << -1;
    QTest::newRow("a link that stays inside") << "in/stays.cube" << -1;
    QTest::newRow("out and in again") << "in/../in/a.cube" << -1;
    QTest::newRow("outside") << "out/a.cube" << static_cast<int>(ErrorCode::PermissionDenied);
    QTest::newRow("outside by ..") << "in/../out/a.cube" << static_cast<int>(ErrorCode::PermissionDenied);
    QTest::newRow("a link that leaves") << "in/leaves.cube" << static_cast<int>(ErrorCode::PermissionDenied);
    QTest::newRow("a folder that is a link") << "in/away/a.cube" << static_cast<int>(ErrorCode::PermissionDenied);
    QTest::newRow("a name that only begins alike") << "inside/a.cube" << static_cast<int>(ErrorCode::PermissionDenied);
    QTest::newRow("outside and not there") << "out/none.cube" << static_cast<int>(ErrorCode::PermissionDenied);
    QTest::newRow("inside and not there") << "in/none.cube" << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("a folder") << "in/folder.cube" << static_cast<int>(ErrorCode::InvalidArgument);
}

void TestAssets::readsWhatLiesInsideTheRoots() {
    QFETCH(QString, file);
    QFETCH(int, code);
    for (const char* place : {"in/a.cube", "out/a.cube", "inside/a.cube"}) write(m_root / place, kNegative);
    fs::create_directories(m_root / "in/folder.cube");
    fs::create_symlink("a.cube", m_root / "in/stays.cube");
    fs::create_symlink("../out/a.cube", m_root / "in/leaves.cube");
    fs::create_directory_symlink(m_root / "out", m_root / "in/away");
    const auto recipe = lookRecipe((m_root / file.toStdString()).string());
    const auto files = pipeline::assetFiles(recipe, {{m_root / "in/"}});
    if (code < 0) {
        QVERIFY2(files.has_value(), files ? "" : files.error().message.c_str());
        QCOMPARE(files->size(), std::size_t{1});
    } else {
        QVERIFY(!files.has_value());
        QCOMPARE(static_cast<int>(files.error().code), code);
    }
}

void TestAssets::namesThePlaceInTheRecipe() {
    const fs::path input = clip("a.mp4", {});
    const auto forecast = pipeline::forecast(input, lookRecipe((m_root / "none.cube").string()));
    QVERIFY(!forecast.has_value());
    QVERIFY2(forecast.error().message.find("filters[0].params.file") != std::string::npos,
             forecast.error().message.c_str());
    QVERIFY2(forecast.error().message.find("none.cube: there is no such file") != std::string::npos,
             forecast.error().message.c_str());
}

void TestAssets::readsAFileOncePerProcess() {
    write(m_root / "a.cube", kNegative);
    const auto recipe = lookRecipe((m_root / "a.cube").string());
    const auto info = media::probe(clip("a.mp4", {}));
    pipeline::Plan first = *pipeline::makePlan(*info, recipe, 1);
    pipeline::Plan second = first;
    QVERIFY(pipeline::readAssets(recipe, {}, first).has_value());
    QVERIFY(pipeline::readAssets(recipe, {}, second).has_value());
    QVERIFY(first.filters[0].values.asset("file") != nullptr);
    QCOMPARE(first.filters[0].values.asset("file"), second.filters[0].values.asset("file"));
}

void TestAssets::aChangedFileIsReadAgain() {
    write(m_root / "a.cube", kNegative);
    const auto recipe = lookRecipe((m_root / "a.cube").string());
    pipeline::Plan plan = *pipeline::makePlan(*media::probe(clip("a.mp4", {})), recipe, 1);
    QVERIFY(pipeline::readAssets(recipe, {}, plan).has_value());
    const std::size_t before = plan.filters[0].values.asset("file")->bytes.size();
    write(m_root / "a.cube", concat("# longer\n", kNegative));
    QVERIFY(pipeline::readAssets(recipe, {}, plan).has_value());
    QCOMPARE(plan.filters[0].values.asset("file")->bytes.size(), before + 9);
}

void TestAssets::relativePathsGoFromTheRecipesFolder() {
    write(m_root / "looks/my.recipe.json",
          R"({"version": 1, "id": "mine", "filters": [{"id": "lut3d", "params": {"file": "../cubes/a.cube"}}],
             "outputs": [{"filters": [{"id": "overlay", "params": {"file": "logo.png"}}]}]})");
    const auto recipe = recipe::loadFile(m_root / "looks/my.recipe.json");
    QVERIFY2(recipe.has_value(), recipe ? "" : recipe.error().message.c_str());
    QCOMPARE(recipe->filters[0].parameters["file"].asString(), (m_root / "cubes/a.cube").string());
    QCOMPARE(recipe->outputs[0].filters[0].parameters["file"].asString(), (m_root / "looks/logo.png").string());
    fs::current_path(m_root / "looks");
    const auto here = recipe::loadFile("my.recipe.json");
    fs::current_path(m_root);
    QVERIFY(here.has_value());
    QCOMPARE(here->filters[0].parameters["file"].asString(), (m_root / "cubes/a.cube").string());
    // One that came without a file has no folder.
    const auto lost = pipeline::assetFiles(lookRecipe("a.cube"), {});
    QVERIFY(!lost.has_value());
    QCOMPARE(lost.error().code, ErrorCode::InvalidArgument);
}

void TestAssets::theEndingMustFit() {
    const auto document = base::Json::parse(
        R"({"version": 1, "id": "a", "filters": [{"id": "lut3d", "params": {"file": "/etc/passwd"}}], "outputs": [{}]})");
    const auto recipe = recipe::parse(*document);
    QVERIFY(!recipe.has_value());
    QVERIFY2(recipe.error().message.find("filters[0].params") != std::string::npos, recipe.error().message.c_str());
}

void TestAssets::aLookFromAFileChangesPictures() {
    write(m_root / "a.cube", kNegative);
    const fs::path input = clip("a.mp4", {.frames = 3});
    const auto result = run(lookRecipe((m_root / "a.cube").string()), input, {out("a.mp4")});
    VERIFY_DONE(result);
    const double before = static_cast<double>(tests::pictures(input)[0].plane(0).data[0]);
    const double after = static_cast<double>(tests::pictures(out("a.mp4"))[0].plane(0).data[0]);
    QVERIFY2(std::abs(before + after - 251.0) < 6.0, qPrintable(QString("%1 %2").arg(before).arg(after)));
}

void TestAssets::aGraphOpensTheFileThatIsNamed() {
    write(m_root / "in/a.cube", kNegative);
    write(m_root / "out/a.cube", kNegative);
    const auto recipe = [&](const char* file) {
        return tests::recipeOf(concat(R"({"version": 1, "id": "graph", "filters": [{"id": "libavfilter", "params":
            {"graph": "format=gbrp,lut3d={file}", "file": ")",
                                      (m_root / file).string(),
                                      R"("}}], "outputs": [{"video": {"preset": "fastest"}}]})")
                                   .c_str());
    };
    const auto outside = pipeline::assetFiles(recipe("out/a.cube"), {{m_root / "in"}});
    QVERIFY(!outside && outside.error().code == ErrorCode::PermissionDenied);
    const fs::path input = clip("a.mp4", {.frames = 3});
    VERIFY_DONE(run(recipe("in/a.cube"), input, {out("a.mp4")}));
    const double before = static_cast<double>(tests::pictures(input)[0].plane(0).data[0]);
    const double after = static_cast<double>(tests::pictures(out("a.mp4"))[0].plane(0).data[0]);
    QVERIFY2(std::abs(before + after - 251.0) < 8.0, qPrintable(QString("%1 %2").arg(before).arg(after)));
}

void TestAssets::anOverlayIsDecodedWithItsOpacity() {
    testing::writePng(m_root / "logo.png", 4, 2, [](int x, int y) {
        return testing::Rgba{200, 100, static_cast<std::uint8_t>(50 * y), static_cast<std::uint8_t>(80 * x)};
    });
    const auto recipe =
        tests::recipeOf(concat(R"({"version": 1, "id": "o", "filters": [{"id": "overlay", "params": {"file": ")",
                               (m_root / "logo.png").string(), R"("}}], "outputs": [{}]})")
                            .c_str());
    pipeline::Plan plan = *pipeline::makePlan(*media::probe(clip("a.mp4", {})), recipe, 1);
    QVERIFY(pipeline::readAssets(recipe, {}, plan).has_value());
    const filter::Asset& asset = *plan.filters[0].values.asset("file");
    QVERIFY(asset.picture && asset.alpha && asset.bytes.empty());
    QCOMPARE(static_cast<int>(asset.picture->plane(0).data[1]), 200);
    QCOMPARE(static_cast<int>(asset.picture->plane(2).data[asset.picture->plane(2).pitchBytes]), 50);
    QCOMPARE(static_cast<int>(asset.alpha->plane(0).data[3]), 240);
}

void TestAssets::aPictureThatIsNoneIsRefused() {
    for (const std::string_view text :
         {std::string_view("no picture at all"), std::string_view("\x89PNG\r\n\x1a\nbroken"), std::string_view(""),
          std::string_view("RIFF")}) {
        write(m_root / "logo.png", text);
        const auto recipe =
            tests::recipeOf(concat(R"({"version": 1, "id": "o", "filters": [{"id": "overlay", "params": {"file": ")",
                                   (m_root / "logo.png").string(), R"("}}], "outputs": [{}]})")
                                .c_str());
        pipeline::Plan plan = *pipeline::makePlan(*media::probe(clip("a.mp4", {})), recipe, 1);
        const auto status = pipeline::readAssets(recipe, {}, plan);
        QVERIFY(!status.has_value());
        QVERIFY2(status.error().message.find("logo.png") != std::string::npos, status.error().message.c_str());
    }
}

QTEST_GUILESS_MAIN(TestAssets)
#include "tst_assets.moc"
