#include <fstream>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include "engine/base/hash.h"
#include "engine/base/platform.h"

using namespace fotograma::base;

namespace {

/// The buffer that xxHash's own sanity check hashes.
std::vector<std::byte> sanityBuffer(std::size_t length) {
    std::vector<std::byte> bytes(length);
    std::uint64_t generator = 2654435761U;
    for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(generator >> 56);
        generator *= 11400714785074694797ULL;
    }
    return bytes;
}

}  // namespace

class tst_Hash : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path write(const char* name, const std::vector<std::byte>& bytes) {
        const auto path = pathFromUtf8(m_folder.filePath(QString::fromUtf8(name)).toStdString());
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return path;
    }

private slots:
    // xxHash 0.8, xxhsum's XSUM_sanityCheck: XXH128 with seed 0.
    void agreesWithThePublishedVectors_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("hex");
        QTest::newRow("0") << 0 << "99aa06d3014798d86001c324468d497f";
        QTest::newRow("1") << 1 << "a6cd5e9392000f6ac44bdff4074eecdb";
        QTest::newRow("6") << 6 << "082afe0b8162d12a3e7039bdda43cfc6";
        QTest::newRow("12") << 12 << "6e3efd8fc7802b18061a192713f69ad9";
        QTest::newRow("24") << 24 << "0ce966e4678d37611e7044d28b1b901d";
        QTest::newRow("48") << 48 << "a002ac4e5478227ef942219aed80f67b";
        QTest::newRow("81") << 81 << "4952f58181ab00425e8bafb9f95fb803";
        QTest::newRow("222") << 222 << "337e09641b948717f1aebd597cec6b3a";
        QTest::newRow("403") << 403 << "1b6de21e332dd73dcdeb804d65c6dea4";
    }

    void agreesWithThePublishedVectors() {
        QFETCH(int, length);
        QFETCH(QString, hex);
        QCOMPARE(QString::fromStdString(hashBytes(sanityBuffer(static_cast<std::size_t>(length))).hex()), hex);
    }

    void aFileHashesAsItsBytes_data() {
        QTest::addColumn<int>("length");
        for (const int length : {0, 1, 240, 241, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3'500'000})
            QTest::addRow("%d", length) << length;
    }

    void aFileHashesAsItsBytes() {
        QFETCH(int, length);
        const auto bytes = sanityBuffer(static_cast<std::size_t>(length));
        const auto digest = hashFile(write("hashed \u00f1.bin", bytes));
        QVERIFY(digest);
        QCOMPARE(digest->hex(), hashBytes(bytes).hex());
    }

    void textHashesAsItsBytes() {
        QCOMPARE(hashText("abc").hex(), std::string("06b05ab6733a618578af5f94892f3950"));
        QVERIFY(hashText("abc") != hashText("abd"));
    }

    void aMissingFileOrAFolderIsAnError() {
        const auto folder = pathFromUtf8(m_folder.path().toStdString());
        const auto missing = hashFile(folder / "nothing");
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(missing.error().message.find("nothing") != std::string::npos);
        QVERIFY(!hashFile(folder));
    }
};

QTEST_GUILESS_MAIN(tst_Hash)
#include "tst_hash.moc"
