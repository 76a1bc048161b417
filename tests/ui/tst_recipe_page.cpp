#include <QBuffer>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSlider>
#include <QTabBar>
#include <QToolButton>
#include <QTreeWidget>
#include <QtTest>

#include "tests/ui/window_host.h"
#include "ui/main_window.h"
#include "ui/preview/preview_pane.h"
#include "ui/preview/sample_estimate.h"
#include "ui/preview/scrub_bar.h"
#include "ui/recipe/chain_editor.h"
#include "ui/recipe/filter_card.h"
#include "ui/recipe/outputs_editor.h"
#include "ui/recipe/recipe_page.h"
#include "ui/words.h"

using namespace fotograma;
using namespace fotograma::ui;
using api::JobState;
using api::Json;
using api::ParameterKind;
using test::WindowHost;

namespace {

api::ServiceInfo engine() {
    api::ServiceInfo info;
    info.name = "Engine of the test";
    info.operations.push_back({.kind = api::OperationKind::Filter, .id = "resize", .title = "Resize"});
    info.operations.back().parameters = {
        {.id = "width",
         .label = "Width",
         .kind = ParameterKind::Integer,
         .unit = "px",
         .minimum = 2,
         .maximum = 8192,
         .defaultValue = Json()},
        {.id = "fit",
         .label = "Fit",
         .kind = ParameterKind::Choice,
         .defaultValue = "inside",
         .choices = {"inside", "fill"}},
        {.id = "only_shrink", .label = "Only shrink", .kind = ParameterKind::Boolean, .defaultValue = false}};
    info.operations.push_back({.kind = api::OperationKind::Filter, .id = "sharpen", .title = "Sharpen"});
    info.operations.back().parameters = {{.id = "amount",
                                          .label = "Amount",
                                          .kind = ParameterKind::Number,
                                          .minimum = 0,
                                          .maximum = 2,
                                          .step = 0.05,
                                          .defaultValue = 0.5}};
    info.operations.push_back({.kind = api::OperationKind::Filter, .id = "lut3d", .title = "3D look"});
    info.operations.back().parameters = {
        {.id = "file", .label = "File", .kind = ParameterKind::File, .defaultValue = "", .choices = {"cube"}}};
    info.operations.push_back({.kind = api::OperationKind::Measure, .id = "luma", .title = "Luma"});
    return info;
}

std::string jpeg(int width, int height, Qt::GlobalColor colour) {
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(colour);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "JPG");
    return bytes.toStdString();
}

struct Editor {
    Editor() {
        host.fake().setInfo(engine());
        host.fake().setPreview(
            {.picture = {jpeg(320, 180, Qt::red)}, .width = 320, .height = 180, .durationSeconds = 60.0});
        window = std::make_unique<MainWindow>(host);
        window->show();
        page = static_cast<RecipePage*>(window->openPage("recipe"));
    }
    bool isReady() {
        return QTest::qWaitFor([this] { return page->document().text("id") == "web-1080p" && chain().count() == 1; },
                               20'000);
    }
    ChainEditor& chain() { return *page->findChild<ChainEditor*>("sharedChain"); }
    std::string filter(int place) {
        return page->document().effective()["filters"].items().at(static_cast<std::size_t>(place))["id"].asString();
    }
    /// The pictures that were asked for in a slot, beside those of the scrub bar.
    std::vector<api::PreviewRequest> asked(std::string_view slot) {
        std::vector<api::PreviewRequest> all = host.fake().previewed();
        std::erase_if(all, [slot](const api::PreviewRequest& one) { return one.slot != slot; });
        return all;
    }
    FilterCard* card(int place) {
        for (FilterCard* one : chain().findChildren<FilterCard*>())
            if (!one->isHidden() && one->accessibleName().startsWith(QString("Filter %1:").arg(place + 1))) return one;
        return nullptr;
    }

    WindowHost host;
    std::unique_ptr<MainWindow> window;
    RecipePage* page;
};

}  // namespace

class tst_recipe_page : public QObject {
    Q_OBJECT

private slots:
    // ---- The chain -----------------------------------------------------------------------------------------------

    void filtersAreAddedMovedPassedOverAndRemovedByKeyboard() {
        Editor editor;
        QVERIFY(editor.isReady());
        editor.chain().add("sharpen");
        QCOMPARE(editor.filter(1), std::string("sharpen"));
        QTest::keyClick(editor.card(1), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(editor.filter(0), std::string("sharpen"));
        QTest::keyClick(editor.card(0), Qt::Key_B);
        QCOMPARE(editor.filter(0), std::string("resize"));  // what runs; the card stays
        QCOMPARE(editor.chain().count(), 2);
        QVERIFY(editor.card(0)->accessibleName().endsWith("passed over"));
        QVERIFY(!editor.page->document().effective()["filters"].items()[0].find("bypassed"));
        QTest::keyClick(editor.card(1), Qt::Key_Delete);
        QCOMPARE(editor.chain().count(), 1);
        for (int step = 0; step < 4; ++step) editor.page->document().history().undo();
        QCOMPARE(editor.chain().count(), 1);
        QCOMPARE(editor.filter(0), std::string("resize"));
        editor.page->document().history().redo();
        QCOMPARE(editor.filter(1), std::string("sharpen"));
    }

    void cardsAreMovedByDropping() {
        Editor editor;
        QVERIFY(editor.isReady());
        editor.chain().add("sharpen");
        editor.chain().add("lut3d");
        QCoreApplication::processEvents();
        QMimeData mime;
        mime.setData("application/x-fotograma-filter", "2");
        const QPoint top(20, 1);
        QDragEnterEvent enter(top, Qt::MoveAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&editor.chain(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(top, Qt::MoveAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&editor.chain(), &drop);
        QCOMPARE(editor.filter(0), std::string("lut3d"));
        QCOMPARE(editor.filter(2), std::string("sharpen"));
    }

    void aLookDroppedOnTheChainBecomesAFilter() {
        Editor editor;
        QVERIFY(editor.isReady());
        QVERIFY(test::dropFiles(editor.chain(), {editor.host.write("Warm.cube")}));
        QCOMPARE(editor.filter(1), std::string("lut3d"));
    }

    void theFormSetsParametersAndGoesBackToDefaults() {
        Editor editor;
        QVERIFY(editor.isReady());
        editor.chain().add("sharpen");
        auto* slider = editor.card(1)->findChild<QSlider*>("amountSlider");
        const auto params = [&] { return editor.page->document().effective()["filters"].items()[1]["params"]; };
        const int steps = editor.page->document().history().count();
        for (int place = 500; place <= 1000; place += 100) slider->setValue(place);
        QCOMPARE(params()["amount"].asNumber(), 2.0);
        QCOMPARE(editor.page->document().history().count(), steps + 1);  // a drag is one step
        auto* spin = editor.card(1)->findChild<QDoubleSpinBox*>("amount");
        QCOMPARE(spin->value(), 2.0);
        spin->setValue(1.25);
        QCOMPARE(params()["amount"].asNumber(), 1.25);
        for (QToolButton* reset : editor.card(1)->findChildren<QToolButton*>())
            if (reset->accessibleName() == "Set Amount back to its default") reset->click();
        QVERIFY(!params().find("amount"));
        QCOMPARE(spin->value(), 0.5);
    }

    // ---- Outputs -------------------------------------------------------------------------------------------------

    void renditionsHaveTabsAndTheirOwnSettings() {
        Editor editor;
        QVERIFY(editor.isReady());
        auto* outputs = editor.page->findChild<OutputsEditor*>();
        outputs->findChild<QPushButton*>("addOutput")->click();
        QCOMPARE(outputs->findChild<QTabBar*>()->count(), 2);
        QCOMPARE(outputs->current(), 1);
        auto* codec = outputs->findChild<QComboBox*>("codec");
        codec->setCurrentIndex(codec->findData("av1"));
        const Json::Array all = editor.page->document().effective()["outputs"].items();
        QCOMPARE(all[0]["video"]["codec"].asString(), std::string("h264"));
        QCOMPARE(all[1]["video"]["codec"].asString(), std::string("av1"));
        codec->setCurrentIndex(codec->findData("copy"));
        QCOMPARE(editor.page->document().output(1)["video"], Json("copy"));
    }

    // ---- The engine's word ---------------------------------------------------------------------------------------

    void theEnginesSentenceIsShownAsTheRecipeChanges() {
        Editor editor;
        QVERIFY(editor.isReady());
        api::CheckReply wrong;
        wrong.error = base::Error{base::ErrorCode::InvalidArgument, "filters[1].params.amount must be at most 2.", ""};
        editor.host.fake().setCheck(wrong);
        editor.chain().add("sharpen");
        QTRY_COMPARE(editor.page->findChild<QLabel*>("checkSentence")->text(), toQt(wrong.error->message));
        QCOMPARE(editor.host.fake().checked().back().spec.recipe, editor.page->document().effective());
        editor.host.fake().setCheck({});
        editor.page->document().history().undo();
        QTRY_COMPARE(editor.page->complaint(), QString());
    }

    void aMissingClipIsNoFaultOfTheRecipe() {
        Editor editor;
        QVERIFY(editor.isReady());
        api::CheckReply noVideo;
        noVideo.error = base::Error{base::ErrorCode::InvalidData, "null is no video.", ""};
        editor.host.fake().setCheck(noVideo);
        const std::size_t before = editor.host.fake().checked().size();
        editor.chain().add("sharpen");
        QTRY_VERIFY(editor.host.fake().checked().size() > before);
        editor.host.fake().settle();
        QCoreApplication::processEvents();
        QCOMPARE(editor.page->complaint(), QString());
    }

    void explainTellsPassesAndDevices() {
        Editor editor;
        QVERIFY(editor.isReady());
        api::CheckReply reply;
        reply.passes = {
            {.part = "filters", .of = {"levels", "curves"}, .shape = "point", .how = "one pass", .device = "cuda:0"}};
        editor.host.fake().setCheck(reply);
        editor.page->preview().setClip(editor.host.write("a.mp4"));
        QTreeWidget* passes = nullptr;
        for (QTreeWidget* one : editor.page->findChildren<QTreeWidget*>())
            if (one->accessibleName() == "Passes over a picture") passes = one;
        QTRY_COMPARE(passes->topLevelItemCount(), 1);
        QCOMPARE(passes->topLevelItem(0)->text(1), QString("levels + curves"));
        QVERIFY(passes->topLevelItem(0)->text(2).contains("fused"));
    }

    // ---- Keeping it ----------------------------------------------------------------------------------------------

    void aBuiltInRecipeIsSavedUnderAnotherName() {
        Editor editor;
        QVERIFY(editor.isReady());
        editor.chain().add("sharpen");
        for (QAction* one : editor.page->actions())
            if (one->text() == "Save") one->trigger();
        QTRY_COMPARE(editor.page->document().text("id"), QString("web-1080p-mine"));
        QTRY_VERIFY(editor.window->workspace().recipe("web-1080p-mine"));
        QVERIFY(editor.window->workspace().recipe("web-1080p"));
    }

    void theRecipeIsUsedForTheQueue() {
        Editor editor;
        QVERIFY(editor.isReady());
        editor.chain().add("sharpen");
        QTest::keyClick(editor.page, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(editor.window->currentPage(), QString("queue"));
        QVERIFY(editor.window->findChild<QComboBox*>("recipe")->currentText().endsWith("(not saved)"));
    }

    // ---- The preview ---------------------------------------------------------------------------------------------

    void thePreviewShowsBeforeAndAfterAndFollowsTheRecipe() {
        Editor editor;
        QVERIFY(editor.isReady());
        PreviewPane& preview = editor.page->preview();
        preview.setClip(editor.host.write("a.mp4"));
        QTRY_VERIFY(!preview.canvas().after().isNull() && !preview.canvas().before().isNull());
        editor.chain().add("sharpen");
        const auto last = [&] { return editor.asked("window-after").back(); };
        QTRY_COMPARE(last().recipe["filters"].items().size(), std::size_t{2});
        preview.seek(12.5);
        QTRY_COMPARE(last().seconds, 12.5);
        QTRY_VERIFY(preview.lastMs() >= 0.0);
    }

    void manyChangesInARowAskForFewPictures() {
        Editor editor;
        QVERIFY(editor.isReady());
        PreviewPane& preview = editor.page->preview();
        preview.setClip(editor.host.write("a.mp4"));
        QTRY_VERIFY(!preview.canvas().after().isNull());
        editor.host.fake().settle();
        const std::size_t before = editor.asked("window-after").size();
        editor.host.fake().hold();
        for (int i = 1; i <= 200; ++i) preview.seek(i / 10.0);
        QTest::qWait(60);
        editor.host.fake().release();
        QTRY_COMPARE(editor.page->findChild<ScrubBar*>()->position(), 20.0);
        QTRY_COMPARE(editor.asked("window-after").back().seconds, 20.0);
        QVERIFY2(editor.asked("window-after").size() - before < 10, "every step was asked for");
    }

    void theSplitIsDraggedAndMovedByKeys() {
        PreviewCanvas canvas;
        canvas.resize(400, 300);
        QImage image(400, 300, QImage::Format_RGB32);
        image.fill(Qt::red);
        canvas.setBefore(image);
        image.fill(Qt::blue);
        canvas.setAfter(image);
        canvas.show();
        QTest::mousePress(&canvas, Qt::LeftButton, {}, QPoint(200, 100));
        QTest::mouseMove(&canvas, QPoint(100, 100));
        QMouseEvent move(QEvent::MouseMove, QPointF(100, 100), QPointF(100, 100), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&canvas, &move);
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, QPoint(100, 100));
        QCOMPARE(canvas.split(), 0.25);
        const QImage shown = canvas.grab().toImage();
        QCOMPARE(shown.pixelColor(40, 250), QColor(Qt::red));
        QCOMPARE(shown.pixelColor(300, 250), QColor(Qt::blue));
        QTest::keyClick(&canvas, Qt::Key_Right);
        QCOMPARE(canvas.split(), 0.27);
        QTest::keyClick(&canvas, Qt::Key_1);
        QCOMPARE(canvas.zoom(), 1.0);
    }

    void cutsAreASteppingStone() {
        Editor editor;
        QVERIFY(editor.isReady());
        PreviewPane& preview = editor.page->preview();
        preview.setClip(editor.host.write("a.mp4"));
        auto* scrub = preview.findChild<ScrubBar*>();
        QTRY_COMPARE(scrub->duration(), 60.0);
        preview.setCuts({10.0, 20.0});
        QTest::keyClick(scrub, Qt::Key_PageDown);
        QTest::keyClick(scrub, Qt::Key_PageDown);
        QCOMPARE(scrub->position(), 20.0);
        QTest::keyClick(scrub, Qt::Key_PageUp);
        QCOMPARE(scrub->position(), 10.0);
    }

    // ---- The estimate --------------------------------------------------------------------------------------------

    void anEstimateIsMadeFromSamplesThatLeaveNoTrace() {
        Editor editor;
        QVERIFY(editor.isReady());
        SampleEstimate estimate(editor.window->workspace());
        QSignalSpy told(&estimate, &SampleEstimate::told);
        estimate.start("/clips/a.mp4", editor.page->document().effective(), 600.0);
        QTRY_COMPARE(editor.host.fake().submitted().size(), std::size_t{1});
        const api::SubmitRequest request = editor.host.fake().submitted()[0];
        QCOMPARE(request.items.size(), std::size_t{3});
        QCOMPARE(request.items[1].spec.recipe["input"]["start"].asNumber(), 300.0);
        QVERIFY(request.items[1].spec.recipe["outputs"].items()[0]["video"]["check_quality"].asBool());
        QTRY_COMPARE(editor.window->workspace().jobs().rowCount(), 3);
        QCOMPARE(editor.window->workspace().jobs().totals().count(), 0);  // no job of the person's
        api::Report report;
        report.wallSeconds = 1.0;
        report.stages = {{.stage = "encode 1", .busyShare = 0.9}, {.stage = "check 1", .busyShare = 0.2}};
        for (const std::int64_t id : {1, 2, 3}) {
            const Json fidelity = Json::object().set("ssim", id == 2 ? 0.9 : 0.99).set("lowest", 0.8).set("frames", 24);
            report.artifacts = {
                {.path = "/x", .sizeBytes = 500'000, .facts = Json::object().set("fidelity", fidelity)}};
            editor.host.fake().move({id}, JobState::Running);
            editor.host.fake().finish({id}, report, 500'000);
        }
        QTRY_VERIFY(!told.isEmpty() && told.last()[1].toBool());
        QCOMPARE(told.last()[0].toString(),
                 QString("About 4:00 of work and 150 MB; quality good (SSIM 0.960); from short samples"));
        QTRY_COMPARE(editor.host.fake().jobs().size(), std::size_t{0});
    }
};

QTEST_MAIN(tst_recipe_page)
#include "tst_recipe_page.moc"
