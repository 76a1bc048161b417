<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ReportPage</name>
    <message numerus="yes">
        <source>SSIM to what was encoded, mean of %n frame(s); the lowest %1</source>
        <translation>
            <numerusform>SSIM to what was encoded, in %n frame: %1</numerusform>
            <numerusform>SSIM to what was encoded, mean of %n frames; the lowest %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fotograma::ui::CachePage</name>
    <message numerus="yes">
        <source>Clear %n entries (%1)? What they spare must be computed again.</source>
        <translation>
            <numerusform>Clear %n entry (%1)? What it spares must be computed again.</numerusform>
            <numerusform>Clear %n entries (%1)? What they spare must be computed again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fotograma::ui::ClipPane</name>
    <message numerus="yes">
        <source>%n clips are chosen; this is the first.</source>
        <translation>
            <numerusform>%n clip is chosen.</numerusform>
            <numerusform>%n clips are chosen; this is the first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cuts</source>
        <translation>
            <numerusform>%n cut</numerusform>
            <numerusform>%n cuts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fotograma::ui::DuplicatesView</name>
    <message numerus="yes">
        <source>%n clips</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n groups</source>
        <translation>
            <numerusform>%n group</numerusform>
            <numerusform>%n groups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fotograma::ui::FailureNotice</name>
    <message numerus="yes">
        <source>%n jobs failed: %1. When that is put right, Retry runs them again.</source>
        <translation>
            <numerusform>%n job failed: %1. When that is put right, Retry runs it again.</numerusform>
            <numerusform>%n jobs failed: %1. When that is put right, Retry runs them again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fotograma::ui::LevelCard</name>
    <message numerus="yes">
        <source>%1 of %2, %n entries</source>
        <translation>
            <numerusform>%1 of %2, %n entry</numerusform>
            <numerusform>%1 of %2, %n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n damaged entries were dropped.</source>
        <translation>
            <numerusform>%n damaged entry was dropped.</numerusform>
            <numerusform>%n damaged entries were dropped.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fotograma::ui::MachinePage</name>
    <message numerus="yes">
        <source>%1, %n threads</source>
        <translation>
            <numerusform>%1, %n thread</numerusform>
            <numerusform>%1, %n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things are missing or wrong; see below.</source>
        <translation>
            <numerusform>%n thing is missing or wrong; see below.</numerusform>
            <numerusform>%n things are missing or wrong; see below.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fotograma::ui::ResultsPage</name>
    <message numerus="yes">
        <source>%n clips</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n clips</source>
        <translation>
            <numerusform>%1 of %n clip</numerusform>
            <numerusform>%1 of %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clips written: %1</source>
        <translation>
            <numerusform>%n clip written: %1</numerusform>
            <numerusform>%n clips written: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fotograma::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <translation>
            <numerusform>%n cancelled</numerusform>
            <numerusform>%n cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ready</source>
        <translation>
            <numerusform>%n ready</numerusform>
            <numerusform>%n ready</numerusform>
        </translation>
    </message>
</context>
</TS>
