<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
    <context>
        <name>ClipColumns</name>
        <message>
            <source>Duration</source>
            <translation>Duración</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>Anchura</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>Altura</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Tardó</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>Velocidad</translation>
        </message>
        <message>
            <source>frames/s</source>
            <translation>fotogramas/s</translation>
        </message>
    </context>
    <context>
        <name>LoadCharts</name>
        <message>
            <source>Throughput</source>
            <translation>Rendimiento</translation>
        </message>
        <message>
            <source>frames/s</source>
            <translation>fotogramas/s</translation>
        </message>
        <message>
            <source>videos/s</source>
            <translation>vídeos/s</translation>
        </message>
        <message>
            <source>Time per video</source>
            <translation>Tiempo por vídeo</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Procesador</translation>
        </message>
        <message>
            <source>of this machine</source>
            <translation>de este equipo</translation>
        </message>
        <message>
            <source>cores by the engine</source>
            <translation>núcleos del motor</translation>
        </message>
        <message>
            <source>GPU</source>
            <translation>GPU</translation>
        </message>
        <message>
            <source>busy</source>
            <translation>ocupada</translation>
        </message>
        <message>
            <source>decoder</source>
            <translation>decodificador</translation>
        </message>
        <message>
            <source>encoder</source>
            <translation>codificador</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Memoria</translation>
        </message>
        <message>
            <source>by the engine</source>
            <translation>del motor</translation>
        </message>
        <message>
            <source>on GPUs</source>
            <translation>en las GPU</translation>
        </message>
        <message>
            <source>%1/s</source>
            <translation>%1/s</translation>
        </message>
        <message>
            <source>Disk</source>
            <translation>Disco</translation>
        </message>
        <message>
            <source>read</source>
            <translation>leído</translation>
        </message>
        <message>
            <source>written</source>
            <translation>escrito</translation>
        </message>
        <message>
            <source>Answers per second</source>
            <translation>Respuestas por segundo</translation>
        </message>
        <message>
            <source>from memory</source>
            <translation>de la memoria</translation>
        </message>
        <message>
            <source>from disk</source>
            <translation>del disco</translation>
        </message>
        <message>
            <source>from Redis</source>
            <translation>de Redis</translation>
        </message>
        <message>
            <source>not known</source>
            <translation>desconocidas</translation>
        </message>
    </context>
    <context>
        <name>MediaFacts</name>
        <message>
            <source>Video</source>
            <translation>Vídeo</translation>
        </message>
        <message>
            <source>Audio</source>
            <translation>Audio</translation>
        </message>
        <message>
            <source>Subtitle</source>
            <translation>Subtítulo</translation>
        </message>
        <message>
            <source>Attachment</source>
            <translation>Adjunto</translation>
        </message>
        <message>
            <source>Other track</source>
            <translation>Otra pista</translation>
        </message>
        <message>
            <source>%1 kbit/s</source>
            <translation>%1 kbit/s</translation>
        </message>
        <message>
            <source>%1 Mbit/s</source>
            <translation>%1 Mbit/s</translation>
        </message>
        <message>
            <source>%1 frames/s</source>
            <translation>%1 fotogramas/s</translation>
        </message>
        <message>
            <source>%1 bit</source>
            <translation>%1 bits</translation>
        </message>
        <message>
            <source>HDR</source>
            <translation>HDR</translation>
        </message>
        <message>
            <source>interlaced</source>
            <translation>entrelazado</translation>
        </message>
        <message>
            <source>rotated by %1°</source>
            <translation>girado %1°</translation>
        </message>
        <message>
            <source>%1 kHz</source>
            <translation>%1 kHz</translation>
        </message>
        <message>
            <source>Container</source>
            <translation>Contenedor</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>Duración</translation>
        </message>
        <message>
            <source>Bit rate</source>
            <translation>Tasa de bits</translation>
        </message>
        <message>
            <source>Chapters</source>
            <translation>Capítulos</translation>
        </message>
    </context>
    <context>
        <name>ReportPage</name>
        <message>
            <source>yes</source>
            <translation>sí</translation>
        </message>
        <message>
            <source>no</source>
            <translation>no</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>Salida</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Dispositivo</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Tardó</translation>
        </message>
        <message>
            <source>Frames</source>
            <translation>Fotogramas</translation>
        </message>
        <message>
            <source>%1, at %2 frames/s</source>
            <translation>%1, a %2 fotogramas/s</translation>
        </message>
        <message>
            <source>Damaged frames</source>
            <translation>Fotogramas dañados</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Nota</translation>
        </message>
        <message>
            <source>The input ended early or is damaged; what could be read was used.</source>
            <translation>La entrada acabó antes de tiempo o está dañada; se usó lo que se pudo leer.</translation>
        </message>
        <message>
            <source>Left the device</source>
            <translation>Salió del dispositivo</translation>
        </message>
        <message>
            <source>Where the time went</source>
            <translation>En qué se fue el tiempo</translation>
        </message>
        <message>
            <source>Path</source>
            <translation>Ruta</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Historial</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>Añadido</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>Empezado</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>Terminado</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>Intentos</translation>
        </message>
    </context>
    <context>
        <name>SettingWords</name>
        <message>
            <source>Device</source>
            <translation>Dispositivo</translation>
        </message>
        <message>
            <source>Where pictures are worked on.</source>
            <translation>Dónde se procesan las imágenes.</translation>
        </message>
        <message>
            <source>The fastest there is</source>
            <translation>El más rápido que haya</translation>
        </message>
        <message>
            <source>Processor only</source>
            <translation>Solo el procesador</translation>
        </message>
        <message>
            <source>GPU (CUDA)</source>
            <translation>GPU (CUDA)</translation>
        </message>
        <message>
            <source>Jobs at once</source>
            <translation>Trabajos a la vez</translation>
        </message>
        <message>
            <source>How many videos are worked on at the same time.</source>
            <translation>Cuántos vídeos se procesan al mismo tiempo.</translation>
        </message>
        <message>
            <source>As many as there is room for</source>
            <translation>Todos los que quepan</translation>
        </message>
        <message>
            <source>Processor threads</source>
            <translation>Hilos del procesador</translation>
        </message>
        <message>
            <source>For all jobs together: fewer leave room for other programs.</source>
            <translation>Para todos los trabajos juntos: con menos queda sitio para otros programas.</translation>
        </message>
        <message>
            <source>All cores</source>
            <translation>Todos los núcleos</translation>
        </message>
        <message>
            <source>Usual recipe</source>
            <translation>Receta habitual</translation>
        </message>
        <message>
            <source>The recipe of the command line when none is named.</source>
            <translation>La receta de la línea de órdenes cuando no se nombra ninguna.</translation>
        </message>
        <message>
            <source>Output folder</source>
            <translation>Carpeta de salida</translation>
        </message>
        <message>
            <source>Where results go when no other folder is chosen.</source>
            <translation>Adónde van los resultados si no se elige otra carpeta.</translation>
        </message>
        <message>
            <source>Jobs and reports</source>
            <translation>Trabajos e informes</translation>
        </message>
        <message>
            <source>The folder in which the queue is remembered.</source>
            <translation>La carpeta en la que se recuerda la cola.</translation>
        </message>
        <message>
            <source>Your recipes</source>
            <translation>Sus recetas</translation>
        </message>
        <message>
            <source>The folder of recipes that you saved.</source>
            <translation>La carpeta de las recetas que ha guardado.</translation>
        </message>
        <message>
            <source>Cache folder</source>
            <translation>Carpeta de la caché</translation>
        </message>
        <message>
            <source>Results that are kept, so that nothing is computed twice.</source>
            <translation>Resultados que se guardan para no calcular nada dos veces.</translation>
        </message>
        <message>
            <source>In memory, megabytes</source>
            <translation>En memoria, megabytes</translation>
        </message>
        <message>
            <source>The fastest level of the cache.</source>
            <translation>El nivel más rápido de la caché.</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Nada</translation>
        </message>
        <message>
            <source>On disk, megabytes</source>
            <translation>En disco, megabytes</translation>
        </message>
        <message>
            <source>What has not been used for longest goes first.</source>
            <translation>Lo que lleva más tiempo sin usarse se va primero.</translation>
        </message>
        <message>
            <source>Shared Redis</source>
            <translation>Redis compartido</translation>
        </message>
        <message>
            <source>A cache for several machines, as redis://host:6379/0; empty is none.</source>
            <translation>Una caché para varios equipos, como redis://host:6379/0; vacío es ninguna.</translation>
        </message>
        <message>
            <source>Allowed folders</source>
            <translation>Carpetas permitidas</translation>
        </message>
        <message>
            <source>Folders whose files recipes may name; empty is whatever you can read.</source>
            <translation>Carpetas cuyos archivos pueden nombrar las recetas; vacío es todo lo que usted puede leer.</translation>
        </message>
        <message>
            <source>When a file is in the way</source>
            <translation>Si ya hay un archivo</translation>
        </message>
        <message>
            <source>Files that Fotograma did not make itself are never replaced unasked.</source>
            <translation>Los archivos que Fotograma no hizo nunca se sustituyen sin preguntar.</translation>
        </message>
        <message>
            <source>The job stops and says so</source>
            <translation>El trabajo se detiene y lo dice</translation>
        </message>
        <message>
            <source>Replace it</source>
            <translation>Sustituirlo</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>Dejarlo</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Registro</translation>
        </message>
        <message>
            <source>How much the program writes down.</source>
            <translation>Cuánto anota el programa.</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>Todo</translation>
        </message>
        <message>
            <source>What happens</source>
            <translation>Lo que pasa</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>Avisos</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Errores</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>Nada</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>Ventana</translation>
        </message>
        <message>
            <source>Work</source>
            <translation>Trabajo</translation>
        </message>
        <message>
            <source>Folders</source>
            <translation>Carpetas</translation>
        </message>
        <message>
            <source>Cache</source>
            <translation>Caché</translation>
        </message>
        <message>
            <source>Files and log</source>
            <translation>Archivos y registro</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>Otros</translation>
        </message>
    </context>
    <context>
        <name>Words</name>
        <message>
            <source>Waiting</source>
            <translation>En espera</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>En marcha</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>En pausa</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Hecho</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Fallido</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>Cancelado</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>memory</source>
            <translation>memoria</translation>
        </message>
        <message>
            <source>disk</source>
            <translation>disco</translation>
        </message>
        <message>
            <source>Interrupted</source>
            <translation>Interrumpido</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>Conservado</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>Cambiado</translation>
        </message>
        <message>
            <source>Lost</source>
            <translation>Perdido</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>Añadido</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>%1 min</source>
            <translation>%1 min</translation>
        </message>
        <message>
            <source>%1 h</source>
            <translation>%1 h</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>Decoding</source>
            <translation>Decodificar</translation>
        </message>
        <message>
            <source>Filtering</source>
            <translation>Filtrar</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>Codificar</translation>
        </message>
        <message>
            <source>Writing</source>
            <translation>Escribir</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>Leer</translation>
        </message>
        <message>
            <source>Measuring</source>
            <translation>Medir</translation>
        </message>
        <message>
            <source>Sound</source>
            <translation>Sonido</translation>
        </message>
        <message>
            <source>%1%2 %</source>
            <translation>%1%2 %</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::BatchBar</name>
        <message>
            <source>&amp;Recipe</source>
            <translation>&amp;Receta</translation>
        </message>
        <message>
            <source>Recipe for the files added next</source>
            <translation>Receta para los próximos archivos</translation>
        </message>
        <message>
            <source>&amp;Output folder</source>
            <translation>Carpeta de &amp;salida</translation>
        </message>
        <message>
            <source>Output folder for the files added next</source>
            <translation>Carpeta de salida para los próximos archivos</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Elegir…</translation>
        </message>
        <message>
            <source>Choose the output folder</source>
            <translation>Elegir la carpeta de salida</translation>
        </message>
        <message>
            <source>Output folder</source>
            <translation>Carpeta de salida</translation>
        </message>
        <message>
            <source>It measures only, and makes no files.</source>
            <translation>Solo mide; no crea archivos.</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::CachePage</name>
        <message>
            <source>Cache</source>
            <translation>Caché</translation>
        </message>
        <message>
            <source>Find in the cache</source>
            <translation>Buscar en la caché</translation>
        </message>
        <message>
            <source>Kind of entry</source>
            <translation>Clase de entrada</translation>
        </message>
        <message>
            <source>All kinds</source>
            <translation>Todas las clases</translation>
        </message>
        <message>
            <source>Pin</source>
            <translation>Fijar</translation>
        </message>
        <message>
            <source>Keep the chosen entries whatever else must go; pinned ones are let go</source>
            <translation>Conserva las entradas elegidas aunque otras tengan que irse; suelta las que ya están fijadas</translation>
        </message>
        <message>
            <source>Clear chosen</source>
            <translation>Borrar las elegidas</translation>
        </message>
        <message>
            <source>Clear all</source>
            <translation>Borrar todo</translation>
        </message>
        <message>
            <source>Entries of the cache</source>
            <translation>Entradas de la caché</translation>
        </message>
        <message>
            <source>Nothing is kept: this engine has no cache.</source>
            <translation>No se guarda nada: este motor no tiene caché.</translation>
        </message>
        <message>
            <source>%1 of computing saved since the start</source>
            <translation>%1 de cálculo ahorrado desde el inicio</translation>
        </message>
        <message>
            <source>Work that was done once is not done again</source>
            <translation>Lo que ya se hizo una vez no se vuelve a hacer</translation>
        </message>
        <message>
            <source>Unpin</source>
            <translation>Soltar</translation>
        </message>
        <message>
            <source>Clear all found</source>
            <translation>Borrar lo encontrado</translation>
        </message>
        <message>
            <source>Nothing in the cache matches.</source>
            <translation>Nada en la caché coincide.</translation>
        </message>
        <message>
            <source>Nothing is kept yet.
Reports, pictures and videos come here as jobs end.</source>
            <translation>Aún no se guarda nada.
Aquí llegan informes, imágenes y vídeos según acaban los trabajos.</translation>
        </message>
        <message numerus="yes">
            <source>Clear %n entries (%1)? What they spare must be computed again.</source>
            <translation>
                <numerusform>¿Borrar %n entrada (%1)? Lo que ahorra habrá que calcularlo otra vez.</numerusform>
                <numerusform>¿Borrar %n entradas (%1)? Lo que ahorran habrá que calcularlo otra vez.</numerusform>
            </translation>
        </message>
        <message>
            <source>Pinned entries stay.</source>
            <translation>Las entradas fijadas se quedan.</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>Borrar</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::CellDelegate</name>
        <message>
            <source>100 %</source>
            <translation>100 %</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::ChartsPage</name>
        <message>
            <source>Charts</source>
            <translation>Gráficas</translation>
        </message>
        <message>
            <source>Stretch of time</source>
            <translation>Tramo de tiempo</translation>
        </message>
        <message>
            <source>Last %1</source>
            <translation>Últimos %1</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Pausa</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportar</translation>
        </message>
        <message>
            <source>Picture (PNG)…</source>
            <translation>Imagen (PNG)…</translation>
        </message>
        <message>
            <source>Numbers (CSV)…</source>
            <translation>Números (CSV)…</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Seguir</translation>
        </message>
        <message>
            <source>Show what happens now</source>
            <translation>Muestra lo que pasa ahora</translation>
        </message>
        <message>
            <source>Hold the picture still; figures are still collected</source>
            <translation>Detiene la imagen; las cifras se siguen recogiendo</translation>
        </message>
        <message>
            <source>Fotograma charts</source>
            <translation>Gráficas de Fotograma</translation>
        </message>
        <message>
            <source>Export the charts</source>
            <translation>Exportar las gráficas</translation>
        </message>
        <message>
            <source>Pictures (*.png)</source>
            <translation>Imágenes (*.png)</translation>
        </message>
        <message>
            <source>Tables (*.csv)</source>
            <translation>Tablas (*.csv)</translation>
        </message>
        <message>
            <source>Saved: %1</source>
            <translation>Guardado: %1</translation>
        </message>
        <message>
            <source>%1 cannot be written. Choose another folder.</source>
            <translation>No se puede escribir %1. Elija otra carpeta.</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::ClipPane</name>
        <message>
            <source>Play</source>
            <translation>Reproducir</translation>
        </message>
        <message>
            <source>Numbers of the clip</source>
            <translation>Números del clip</translation>
        </message>
        <message>
            <source>Cuts</source>
            <translation>Cortes</translation>
        </message>
        <message>
            <source>No clip chosen</source>
            <translation>Ningún clip elegido</translation>
        </message>
        <message>
            <source>Choose a row, a point or a bar.</source>
            <translation>Elija una fila, un punto o una barra.</translation>
        </message>
        <message numerus="yes">
            <source>%n clips are chosen; this is the first.</source>
            <translation>
                <numerusform>%n clip elegido.</numerusform>
                <numerusform>%n clips elegidos; este es el primero.</numerusform>
            </translation>
        </message>
        <message>
            <source>Scene %1 at %2</source>
            <translation>Escena %1 en %2</translation>
        </message>
        <message numerus="yes">
            <source>%n cuts</source>
            <translation>
                <numerusform>%n corte</numerusform>
                <numerusform>%n cortes</numerusform>
            </translation>
        </message>
        <message>
            <source>No picture: %1</source>
            <translation>Sin imagen: %1</translation>
        </message>
        <message>
            <source>Picture of %1</source>
            <translation>Imagen de %1</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::ConfirmLine</name>
        <message>
            <source>Keep</source>
            <translation>Conservar</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Pregunta</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::DetailsPane</name>
        <message>
            <source>Running on %1, attempt %2</source>
            <translation>En marcha en %1, intento %2</translation>
        </message>
        <message>
            <source>Fate</source>
            <translation>Destino</translation>
        </message>
        <message>
            <source>What</source>
            <translation>Qué</translation>
        </message>
        <message>
            <source>How and why</source>
            <translation>Cómo y por qué</translation>
        </message>
        <message>
            <source>Choose a job to see its report</source>
            <translation>Elija un trabajo para ver su informe</translation>
        </message>
        <message>
            <source>Why the job failed</source>
            <translation>Por qué falló el trabajo</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Informe</translation>
        </message>
        <message>
            <source>What was kept, changed or lost</source>
            <translation>Qué se conservó, cambió o perdió</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>Registro</translation>
        </message>
        <message>
            <source>Nothing was logged for this job since the window was opened.</source>
            <translation>No se ha anotado nada de este trabajo desde que se abrió la ventana.</translation>
        </message>
        <message>
            <source>Kept, changed, lost</source>
            <translation>Conservado, cambiado, perdido</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::DuplicatesView</name>
        <message>
            <source>Worth keeping</source>
            <translation>El que conviene guardar</translation>
        </message>
        <message>
            <source>Same bytes</source>
            <translation>Los mismos bytes</translation>
        </message>
        <message>
            <source>Looks alike</source>
            <translation>Se parece</translation>
        </message>
        <message>
            <source>Find duplicates</source>
            <translation>Buscar duplicados</translation>
        </message>
        <message>
            <source>Bring back</source>
            <translation>Recuperar</translation>
        </message>
        <message>
            <source>Groups of duplicates</source>
            <translation>Grupos de duplicados</translation>
        </message>
        <message>
            <source>Clips of the group</source>
            <translation>Clips del grupo</translation>
        </message>
        <message>
            <source>Clips that were analysed are compared by their signatures and their bytes.</source>
            <translation>Los clips analizados se comparan por su firma y por sus bytes.</translation>
        </message>
        <message>
            <source>Comparing…</source>
            <translation>Comparando…</translation>
        </message>
        <message>
            <source>No two clips are the same.</source>
            <translation>No hay dos clips iguales.</translation>
        </message>
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
                <numerusform>%n grupo</numerusform>
                <numerusform>%n grupos</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 beside the ones worth keeping</source>
            <translation>%1 además de los que conviene guardar</translation>
        </message>
        <message>
            <source>Picture of %1</source>
            <translation>Imagen de %1</translation>
        </message>
        <message>
            <source>%1 × %2  ·  %3  ·  %4</source>
            <translation>%1 × %2  ·  %3  ·  %4</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>Reproducir</translation>
        </message>
        <message>
            <source>To the trash</source>
            <translation>A la papelera</translation>
        </message>
        <message>
            <source>No picture</source>
            <translation>Sin imagen</translation>
        </message>
        <message>
            <source>%1 cannot be moved to the trash. Is the folder writable?</source>
            <translation>%1 no se puede mover a la papelera. ¿Se puede escribir en la carpeta?</translation>
        </message>
        <message>
            <source>Bring %1 back</source>
            <translation>Recuperar %1</translation>
        </message>
        <message>
            <source>%1 cannot be brought back: look for it in the trash.</source>
            <translation>%1 no se puede recuperar: búsquelo en la papelera.</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::EmptyState</name>
        <message>
            <source>The queue is empty</source>
            <translation>La cola está vacía</translation>
        </message>
        <message>
            <source>Drop videos here</source>
            <translation>Suelte vídeos aquí</translation>
        </message>
        <message>
            <source>Files or whole folders: they become jobs with the recipe chosen above.</source>
            <translation>Archivos o carpetas enteras: se convierten en trabajos con la receta elegida arriba.</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::EntryModel</name>
        <message>
            <source>Report</source>
            <translation>Informe</translation>
        </message>
        <message>
            <source>Facts</source>
            <translation>Datos</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Imagen</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>Vídeo</translation>
        </message>
        <message>
            <source>Identity</source>
            <translation>Identidad</translation>
        </message>
        <message>
            <source>Pinned</source>
            <translation>Fijada</translation>
        </message>
        <message>
            <source>%1
Key %2</source>
            <translation>%1
Clave %2</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Clase</translation>
        </message>
        <message>
            <source>Of</source>
            <translation>De</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Tardó</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>Creada</translation>
        </message>
        <message>
            <source>Last used</source>
            <translation>Último uso</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::FileCollector</name>
        <message>
            <source>Videos (%1)</source>
            <translation>Vídeos (%1)</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Todos los archivos (*)</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::HistogramPlot</name>
        <message>
            <source>How one measure is spread</source>
            <translation>Cómo se reparte una medida</translation>
        </message>
        <message>
            <source>clips</source>
            <translation>clips</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::LevelCard</name>
        <message>
            <source>%1 — not there</source>
            <translation>%1 — no está</translation>
        </message>
        <message>
            <source>not asked yet</source>
            <translation>aún sin preguntas</translation>
        </message>
        <message>
            <source>%1 of %2 asked known (%3)</source>
            <translation>%1 de %2 conocidas (%3)</translation>
        </message>
        <message>
            <source>%1 saved</source>
            <translation>%1 ahorrados</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %2, %n entries</source>
            <translation>
                <numerusform>%1 de %2, %n entrada</numerusform>
                <numerusform>%1 de %2, %n entradas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n damaged entries were dropped.</source>
            <translation>
                <numerusform>Se descartó %n entrada dañada.</numerusform>
                <numerusform>Se descartaron %n entradas dañadas.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::LiveCharts</name>
        <message>
            <source>Cache</source>
            <translation>Caché</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>%1: %2 hits, %3 misses, %4 damaged. %5</source>
            <translation>%1: %2 aciertos, %3 fallos, %4 dañadas. %5</translation>
        </message>
        <message>
            <source>Cache hits: %1</source>
            <translation>Aciertos de caché: %1</translation>
        </message>
        <message>
            <source>%1 saved</source>
            <translation>%1 ahorrados</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 de %2</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::MachinePage</name>
        <message>
            <source>Fine</source>
            <translation>Bien</translation>
        </message>
        <message>
            <source>To know</source>
            <translation>A saber</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>Falta</translation>
        </message>
        <message>
            <source>Wrong</source>
            <translation>Mal</translation>
        </message>
        <message>
            <source>Devices</source>
            <translation>Dispositivos</translation>
        </message>
        <message>
            <source>Codecs</source>
            <translation>Códecs</translation>
        </message>
        <message>
            <source>Folders</source>
            <translation>Carpetas</translation>
        </message>
        <message>
            <source>Cache</source>
            <translation>Caché</translation>
        </message>
        <message>
            <source>Libraries</source>
            <translation>Bibliotecas</translation>
        </message>
        <message>
            <source>Machine</source>
            <translation>Equipo</translation>
        </message>
        <message>
            <source>What this machine can do</source>
            <translation>Qué puede hacer este equipo</translation>
        </message>
        <message>
            <source>Try it with sample clips</source>
            <translation>Probar con clips de muestra</translation>
        </message>
        <message>
            <source>Go to the queue</source>
            <translation>Ir a la cola</translation>
        </message>
        <message>
            <source>Examine again</source>
            <translation>Examinar otra vez</translation>
        </message>
        <message>
            <source>No GPU is used: %1</source>
            <translation>No se usa ninguna GPU: %1</translation>
        </message>
        <message numerus="yes">
            <source>%1, %n threads</source>
            <translation>
                <numerusform>%1, %n hilo</numerusform>
                <numerusform>%1, %n hilos</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of memory</source>
            <translation>%1 de memoria</translation>
        </message>
        <message>
            <source>Asking the engine…</source>
            <translation>Preguntando al motor…</translation>
        </message>
        <message>
            <source>Looking at codecs, folders and devices…</source>
            <translation>Mirando códecs, carpetas y dispositivos…</translation>
        </message>
        <message>
            <source>All well: everything that is needed is here.</source>
            <translation>Todo bien: aquí está todo lo necesario.</translation>
        </message>
        <message numerus="yes">
            <source>%n things are missing or wrong; see below.</source>
            <translation>
                <numerusform>%n cosa falta o está mal; véase abajo.</numerusform>
                <numerusform>%n cosas faltan o están mal; véase abajo.</numerusform>
            </translation>
        </message>
        <message>
            <source>Making short clips…</source>
            <translation>Creando clips cortos…</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::MainWindow</name>
        <message>
            <source>Fotograma</source>
            <translation>Fotograma</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ver</translation>
        </message>
        <message>
            <source>Colours of the &amp;system</source>
            <translation>Colores del &amp;sistema</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>&amp;Claro</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>&amp;Oscuro</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::MessageBar</name>
        <message>
            <source>Close the message</source>
            <translation>Cerrar el mensaje</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::Navigation</name>
        <message>
            <source>Pages</source>
            <translation>Páginas</translation>
        </message>
        <message>
            <source>Page %1</source>
            <translation>Página %1</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::QueueActions</name>
        <message>
            <source>Add &amp;files…</source>
            <translation>Añadir &amp;archivos…</translation>
        </message>
        <message>
            <source>Choose videos to add</source>
            <translation>Elegir vídeos para añadir</translation>
        </message>
        <message>
            <source>Add f&amp;older…</source>
            <translation>Añadir &amp;carpeta…</translation>
        </message>
        <message>
            <source>Add all videos in a folder and below</source>
            <translation>Añadir todos los vídeos de una carpeta y sus subcarpetas</translation>
        </message>
        <message>
            <source>&amp;Start</source>
            <translation>&amp;Empezar</translation>
        </message>
        <message>
            <source>Start or resume all jobs</source>
            <translation>Empezar o reanudar todos los trabajos</translation>
        </message>
        <message>
            <source>&amp;Pause</source>
            <translation>&amp;Pausa</translation>
        </message>
        <message>
            <source>Pause all jobs</source>
            <translation>Poner en pausa todos los trabajos</translation>
        </message>
        <message>
            <source>Start these</source>
            <translation>Empezar estos</translation>
        </message>
        <message>
            <source>Start or resume the selected jobs</source>
            <translation>Empezar o reanudar los trabajos elegidos</translation>
        </message>
        <message>
            <source>Pause these</source>
            <translation>Pausar estos</translation>
        </message>
        <message>
            <source>Pause the selected jobs</source>
            <translation>Poner en pausa los trabajos elegidos</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>Ca&amp;ncelar</translation>
        </message>
        <message>
            <source>Cancel the selected jobs</source>
            <translation>Cancelar los trabajos elegidos</translation>
        </message>
        <message>
            <source>Re&amp;try</source>
            <translation>&amp;Reintentar</translation>
        </message>
        <message>
            <source>Run the selected failed or cancelled jobs again</source>
            <translation>Repetir los trabajos elegidos que fallaron o se cancelaron</translation>
        </message>
        <message>
            <source>Re&amp;move</source>
            <translation>&amp;Quitar</translation>
        </message>
        <message>
            <source>Take the selected jobs out of the queue; files stay</source>
            <translation>Quita de la cola los trabajos elegidos; los archivos se quedan</translation>
        </message>
        <message>
            <source>Clear &amp;done</source>
            <translation>Quitar los &amp;hechos</translation>
        </message>
        <message>
            <source>Take all jobs that are done out of the queue; files stay</source>
            <translation>Quita de la cola todos los trabajos hechos; los archivos se quedan</translation>
        </message>
        <message>
            <source>Open &amp;result</source>
            <translation>Abrir el &amp;resultado</translation>
        </message>
        <message>
            <source>Open the file that was made</source>
            <translation>Abrir el archivo creado</translation>
        </message>
        <message>
            <source>Open output &amp;folder</source>
            <translation>Abrir la &amp;carpeta de salida</translation>
        </message>
        <message>
            <source>Open the folder of the result</source>
            <translation>Abrir la carpeta del resultado</translation>
        </message>
        <message>
            <source>Start jobs as soon as they are &amp;added</source>
            <translation>Empezar los trabajos en cuanto se &amp;añadan</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::QueueModel</name>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>100 %</source>
            <translation>100 %</translation>
        </message>
        <message>
            <source>frame %1</source>
            <translation>fotograma %1</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>GPU %1</source>
            <translation>GPU %1</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>All on GPU</source>
            <translation>Todo en la GPU</translation>
        </message>
        <message>
            <source>%1, one step left it</source>
            <translation>%1, un paso salió de ella</translation>
        </message>
        <message>
            <source>%1, %2 steps left it</source>
            <translation>%1, %2 pasos salieron de ella</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>Receta</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Estado</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Progreso</translation>
        </message>
        <message>
            <source>Frames/s</source>
            <translation>Fotogramas/s</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>Tiempo restante</translation>
        </message>
        <message>
            <source>Size before</source>
            <translation>Tamaño antes</translation>
        </message>
        <message>
            <source>Size after</source>
            <translation>Tamaño después</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Cambio</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Dispositivo</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Prioridad</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::QueuePage</name>
        <message>
            <source>Queue</source>
            <translation>Cola</translation>
        </message>
        <message>
            <source>Find in the queue</source>
            <translation>Buscar en la cola</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Archivo</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Salir</translation>
        </message>
        <message>
            <source>&amp;Queue</source>
            <translation>&amp;Cola</translation>
        </message>
        <message>
            <source>Show &amp;charts</source>
            <translation>Mostrar &amp;gráficas</translation>
        </message>
        <message>
            <source>&amp;Find in the queue</source>
            <translation>&amp;Buscar en la cola</translation>
        </message>
        <message>
            <source>There is no recipe called "%1".</source>
            <translation>No hay ninguna receta llamada «%1».</translation>
        </message>
        <message>
            <source>Add videos</source>
            <translation>Añadir vídeos</translation>
        </message>
        <message>
            <source>Add all videos of a folder</source>
            <translation>Añadir todos los vídeos de una carpeta</translation>
        </message>
        <message>
            <source>No videos were found in what was added.</source>
            <translation>No se encontraron vídeos en lo añadido.</translation>
        </message>
        <message>
            <source>Refused in all: %1.</source>
            <translation>Rechazados en total: %1.</translation>
        </message>
        <message>
            <source>Already done with this recipe: %1.</source>
            <translation>Ya hechos con esta receta: %1.</translation>
        </message>
        <message>
            <source>Passed over, not video: %1.</source>
            <translation>Omitidos por no ser vídeo: %1.</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::QueueRows</name>
        <message>
            <source>Batch %1, added %2</source>
            <translation>Lote %1, añadido %2</translation>
        </message>
        <message>
            <source>%1, jobs: %2</source>
            <translation>%1, trabajos: %2</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::QueueView</name>
        <message>
            <source>Queue</source>
            <translation>Cola</translation>
        </message>
        <message>
            <source>In the order they run</source>
            <translation>En el orden en que se hacen</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::ResultsModel</name>
        <message>
            <source>Clip</source>
            <translation>Clip</translation>
        </message>
        <message>
            <source>Recipe</source>
            <translation>Receta</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::ResultsPage</name>
        <message>
            <source>Results</source>
            <translation>Resultados</translation>
        </message>
        <message>
            <source>Clips</source>
            <translation>Clips</translation>
        </message>
        <message>
            <source>Duplicates</source>
            <translation>Duplicados</translation>
        </message>
        <message>
            <source>Find a clip</source>
            <translation>Buscar un clip</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>Exportar</translation>
        </message>
        <message>
            <source>Write the chosen clips, or all that are shown, as CSV, JSON lines or Parquet</source>
            <translation>Escribe los clips elegidos, o todos los que se ven, como CSV, líneas JSON o Parquet</translation>
        </message>
        <message>
            <source>Number to the right</source>
            <translation>Número hacia la derecha</translation>
        </message>
        <message>
            <source>Number upwards</source>
            <translation>Número hacia arriba</translation>
        </message>
        <message>
            <source>Number of the bars</source>
            <translation>Número de las barras</translation>
        </message>
        <message>
            <source>over</source>
            <translation>sobre</translation>
        </message>
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
                <numerusform>%1 de %n clip</numerusform>
                <numerusform>%1 de %n clips</numerusform>
            </translation>
        </message>
        <message>
            <source>Reading the reports…</source>
            <translation>Leyendo los informes…</translation>
        </message>
        <message>
            <source>Nothing has been measured yet.
Jobs that have ended show here with their numbers.</source>
            <translation>Aún no se ha medido nada.
Los trabajos terminados aparecen aquí con sus números.</translation>
        </message>
        <message>
            <source>No clip matches.</source>
            <translation>Ningún clip coincide.</translation>
        </message>
        <message>
            <source>Tables (*.csv)</source>
            <translation>Tablas (*.csv)</translation>
        </message>
        <message>
            <source>JSON lines (*.jsonl)</source>
            <translation>Líneas JSON (*.jsonl)</translation>
        </message>
        <message>
            <source>Parquet (*.parquet)</source>
            <translation>Parquet (*.parquet)</translation>
        </message>
        <message>
            <source>Export the results</source>
            <translation>Exportar los resultados</translation>
        </message>
        <message>
            <source>results</source>
            <translation>resultados</translation>
        </message>
        <message numerus="yes">
            <source>%n clips written: %1</source>
            <translation>
                <numerusform>%n clip escrito: %1</numerusform>
                <numerusform>%n clips escritos: %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::ScatterPlot</name>
        <message>
            <source>Clips by two measures</source>
            <translation>Clips según dos medidas</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::SettingRowWidget</name>
        <message>
            <source>Choose…</source>
            <translation>Elegir…</translation>
        </message>
        <message>
            <source>%1: choose a folder</source>
            <translation>%1: elegir una carpeta</translation>
        </message>
        <message>
            <source>Set by %1, which wins over this.</source>
            <translation>Lo fija %1, que manda sobre esto.</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::SettingsPage</name>
        <message>
            <source>Settings</source>
            <translation>Ajustes</translation>
        </message>
        <message>
            <source>Find a setting</source>
            <translation>Buscar un ajuste</translation>
        </message>
        <message>
            <source>Kept in %1</source>
            <translation>Guardado en %1</translation>
        </message>
        <message>
            <source>No setting matches.</source>
            <translation>Ningún ajuste coincide.</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>Colores</translation>
        </message>
        <message>
            <source>Light, dark, or as the desktop has them.</source>
            <translation>Claros, oscuros o como los tenga el escritorio.</translation>
        </message>
        <message>
            <source>As the desktop</source>
            <translation>Como el escritorio</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Claro</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Oscuro</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Idioma</translation>
        </message>
        <message>
            <source>Of the window; dates and numbers follow it.</source>
            <translation>De la ventana; fechas y números lo siguen.</translation>
        </message>
        <message>
            <source>From the next start.</source>
            <translation>Desde el próximo inicio.</translation>
        </message>
        <message>
            <source>Saved; holds for the jobs that start now.</source>
            <translation>Guardado; vale para los trabajos que empiecen ahora.</translation>
        </message>
        <message>
            <source>Saved; from the next start.</source>
            <translation>Guardado; desde el próximo inicio.</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::StageBars</name>
        <message>
            <source>Nothing is being worked on.</source>
            <translation>No se está trabajando en nada.</translation>
        </message>
        <message>
            <source>No stage is the limit: the busiest, %1, works %2 of the time.</source>
            <translation>Ninguna etapa es el límite: la más ocupada, %1, trabaja el %2 del tiempo.</translation>
        </message>
        <message>
            <source>%1 is the limit: busy %2 of the time, the others wait for it.</source>
            <translation>%1 es el límite: ocupa el %2 del tiempo y las demás la esperan.</translation>
        </message>
        <message>
            <source>Busy, by stage</source>
            <translation>Ocupación por etapa</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::StatusLine</name>
        <message>
            <source>Progress of the whole queue</source>
            <translation>Progreso de toda la cola</translation>
        </message>
        <message>
            <source>Jobs: %1</source>
            <translation>Trabajos: %1</translation>
        </message>
        <message>
            <source>%1 %2</source>
            <translation>%1 %2</translation>
        </message>
        <message>
            <source>%1 → %2 (%3)</source>
            <translation>%1 → %2 (%3)</translation>
        </message>
        <message>
            <source>about %1 left</source>
            <translation>quedan unos %1</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::TimeChart</name>
        <message>
            <source>–</source>
            <translation>–</translation>
        </message>
        <message>
            <source>%1 ago</source>
            <translation>hace %1</translation>
        </message>
        <message>
            <source>now</source>
            <translation>ahora</translation>
        </message>
    </context>
    <context>
        <name>fotograma::ui::Workspace</name>
        <message>
            <source>Another program works on the queue. Jobs added here are done there.</source>
            <translation>Otro programa trabaja en la cola. Los trabajos que se añadan aquí se hacen allí.</translation>
        </message>
    </context>
    <context>
        <name>main</name>
        <message>
            <source>Fotograma cannot start</source>
            <translation>Fotograma no puede empezar</translation>
        </message>
        <message>
            <source>Processes piles of video. Files and folders given here are added to the queue.</source>
            <translation>Procesa montones de vídeo. Los archivos y carpetas que se den aquí se añaden a la cola.</translation>
        </message>
        <message>
            <source>Recipe for them, by its id.</source>
            <translation>Receta para ellos, por su identificador.</translation>
        </message>
        <message>
            <source>Folder for what is made.</source>
            <translation>Carpeta para lo que se crea.</translation>
        </message>
        <message>
            <source>Videos and folders.</source>
            <translation>Vídeos y carpetas.</translation>
        </message>
    </context>
</TS>
