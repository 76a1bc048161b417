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
    <name>Engine</name>
    <message>
        <source>Adjust</source>
        <translation>Ajustar</translation>
    </message>
    <message>
        <source>Brightness and colour: exposure, contrast, saturation, gamma and the temperature of the light.</source>
        <translation>Brillo y color: exposición, contraste, saturación, gamma y temperatura de la luz.</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Exposición</translation>
    </message>
    <message>
        <source>Doubles the light of the display at each step.</source>
        <translation>Cada paso duplica la luz de la pantalla.</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Contraste</translation>
    </message>
    <message>
        <source>Stretches values around middle grey.</source>
        <translation>Estira los valores en torno al gris medio.</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Saturación</translation>
    </message>
    <message>
        <source>0 is grey, 1 leaves colours as they are.</source>
        <translation>0 es gris; 1 deja los colores como están.</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Lifts the middle above 1, lowers it below; ends stay.</source>
        <translation>Por encima de 1 aclara los medios, por debajo los oscurece; los extremos se quedan.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>The daylight the picture seems lit by: lower is warmer, 6500 leaves it alone.</source>
        <translation>La luz de día que parece iluminar la imagen: más baja es más cálida; 6500 la deja igual.</translation>
    </message>
    <message>
        <source>Cut bars away</source>
        <translation>Recortar las bandas</translation>
    </message>
    <message>
        <source>Finds the black bars that stay over the whole clip and cuts them away: a dark scene alone cuts nothing. The rectangle can be given as well.</source>
        <translation>Encuentra las bandas negras que duran todo el clip y las recorta: una escena oscura sola no recorta nada. También se puede dar el rectángulo.</translation>
    </message>
    <message>
        <source>Black up to</source>
        <translation>Negro hasta</translation>
    </message>
    <message>
        <source>This and darker is bar.</source>
        <translation>Esto y lo más oscuro es banda.</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Tolerancia</translation>
    </message>
    <message>
        <source>A row or column is bar when no more of its samples, over the clip, are brighter.</source>
        <translation>Una fila o columna es banda si, en todo el clip, no son más claras más de estas muestras.</translation>
    </message>
    <message>
        <source>Multiple</source>
        <translation>Múltiplo</translation>
    </message>
    <message>
        <source>Sides and places become whole multiples, inwards; whole chroma samples in any case.</source>
        <translation>Lados y posiciones pasan a múltiplos enteros, hacia dentro; en todo caso, muestras de croma enteras.</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Al menos</translation>
    </message>
    <message>
        <source>Bars that take less than this from each side stay.</source>
        <translation>Las bandas que quitan menos que esto a cada lado se quedan.</translation>
    </message>
    <message>
        <source>Smallest</source>
        <translation>Mínimo</translation>
    </message>
    <message>
        <source>When less than this of a side would be left, nothing is cut: the clip is no picture with bars.</source>
        <translation>Si fuera a quedar menos que esto de un lado, no se recorta nada: el clip no es una imagen con bandas.</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Anchura</translation>
    </message>
    <message>
        <source>Of the rectangle that stays; 0 finds all four.</source>
        <translation>Del rectángulo que queda; 0 busca los cuatro.</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Altura</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Izquierda</translation>
    </message>
    <message>
        <source>Where the rectangle begins; found with the others.</source>
        <translation>Dónde empieza el rectángulo; se busca con los demás.</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Arriba</translation>
    </message>
    <message>
        <source>Bilateral</source>
        <translation>Bilateral</translation>
    </message>
    <message>
        <source>Smooths noise and keeps edges: each sample becomes the mean of those around that are like it.</source>
        <translation>Alisa el ruido y conserva los bordes: cada muestra pasa a ser la media de las de alrededor que se le parecen.</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Intensidad</translation>
    </message>
    <message>
        <source>Differences up to about this are noise; 0 changes nothing.</source>
        <translation>Las diferencias hasta más o menos esto son ruido; 0 no cambia nada.</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>Radio</translation>
    </message>
    <message>
        <source>How far neighbours reach: two standard deviations of their weight.</source>
        <translation>Hasta dónde llegan las vecinas: dos desviaciones típicas de su peso.</translation>
    </message>
    <message>
        <source>Planes</source>
        <translation>Planos</translation>
    </message>
    <message>
        <source>Colours too, or brightness alone.</source>
        <translation>También los colores, o solo el brillo.</translation>
    </message>
    <message>
        <source>Adaptive sharpen</source>
        <translation>Enfoque adaptativo</translation>
    </message>
    <message>
        <source>Sharpens most where contrast is low and least at hard edges, so that no halo appears.</source>
        <translation>Enfoca más donde el contraste es bajo y menos en los bordes duros, para que no salga halo.</translation>
    </message>
    <message>
        <source>0 is already a little, 1 as much as there is.</source>
        <translation>0 ya es un poco; 1 es todo lo que hay.</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>Convertir</translation>
    </message>
    <message>
        <source>Changes the colour space, the range of code values or the bit depth, and the tags with them.</source>
        <translation>Cambia el espacio de color, el rango de los valores o la profundidad de bits, y con ellos las etiquetas.</translation>
    </message>
    <message>
        <source>Colour space</source>
        <translation>Espacio de color</translation>
    </message>
    <message>
        <source>Matrix and primaries of the result; colours look the same where both spaces have them.</source>
        <translation>Matriz y primarios del resultado; los colores se ven igual donde ambos espacios los tienen.</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Rango</translation>
    </message>
    <message>
        <source>Limited is 16 to 235 of 8 bits, as video has it; full is 0 to 255.</source>
        <translation>Limitado va de 16 a 235 de 8 bits, como en vídeo; completo, de 0 a 255.</translation>
    </message>
    <message>
        <source>Bit depth</source>
        <translation>Profundidad de bits</translation>
    </message>
    <message>
        <source>Bits of a sample; fewer are rounded to.</source>
        <translation>Bits de una muestra; a menos se redondea.</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Recortar</translation>
    </message>
    <message>
        <source>Keeps a rectangle and cuts the rest away. Edges move to whole chroma samples.</source>
        <translation>Conserva un rectángulo y recorta el resto. Los bordes van a muestras de croma enteras.</translation>
    </message>
    <message>
        <source>Of the rectangle; 0 keeps all from x on.</source>
        <translation>Del rectángulo; 0 conserva todo desde x.</translation>
    </message>
    <message>
        <source>Of the rectangle; 0 keeps all from y on.</source>
        <translation>Del rectángulo; 0 conserva todo desde y.</translation>
    </message>
    <message>
        <source>Where the rectangle begins; -1 puts it in the middle.</source>
        <translation>Dónde empieza el rectángulo; -1 lo pone en el centro.</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Curvas</translation>
    </message>
    <message>
        <source>Bends the tones of all channels, or of each, along curves through points.</source>
        <translation>Dobla los tonos de todos los canales, o de cada uno, según curvas por puntos.</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>Todos los canales</translation>
    </message>
    <message>
        <source>Points x/y from 0/0 to 1/1, as in 0/0 0.25/0.2 0.75/0.8 1/1; applied after the channel&apos;s own.</source>
        <translation>Puntos x/y de 0/0 a 1/1, como en 0/0 0.25/0.2 0.75/0.8 1/1; se aplica después de la propia del canal.</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rojo</translation>
    </message>
    <message>
        <source>The curve of red alone; empty leaves it.</source>
        <translation>La curva del rojo solo; vacía lo deja igual.</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Verde</translation>
    </message>
    <message>
        <source>The curve of green alone; empty leaves it.</source>
        <translation>La curva del verde solo; vacía lo deja igual.</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Azul</translation>
    </message>
    <message>
        <source>The curve of blue alone; empty leaves it.</source>
        <translation>La curva del azul solo; vacía lo deja igual.</translation>
    </message>
    <message>
        <source>Deband</source>
        <translation>Quitar escalones</translation>
    </message>
    <message>
        <source>Evens out the steps of skies and shadows, and leaves edges and detail.</source>
        <translation>Iguala los escalones de cielos y sombras, y deja bordes y detalle.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Umbral</translation>
    </message>
    <message>
        <source>Samples that all differ by less are one smooth area; 0 changes nothing.</source>
        <translation>Las muestras que difieren todas en menos son una zona lisa; 0 no cambia nada.</translation>
    </message>
    <message>
        <source>How far away those samples are taken at most.</source>
        <translation>A qué distancia se toman esas muestras como mucho.</translation>
    </message>
    <message>
        <source>Dither</source>
        <translation>Tramado</translation>
    </message>
    <message>
        <source>Noise that hides the steps which the bit depth itself makes.</source>
        <translation>Ruido que oculta los escalones que crea la propia profundidad de bits.</translation>
    </message>
    <message>
        <source>Deinterlace</source>
        <translation>Desentrelazar</translation>
    </message>
    <message>
        <source>Makes whole pictures of interlaced frames, following motion: what stands still keeps all its rows. It stands first in the chain, before anything moves rows.</source>
        <translation>Hace imágenes completas de fotogramas entrelazados siguiendo el movimiento: lo que está quieto conserva todas sus filas. Va el primero de la cadena, antes de que algo mueva filas.</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Fotogramas</translation>
    </message>
    <message>
        <source>One of each frame, or one of each field: twice as many, and motion as smooth as it was filmed.</source>
        <translation>Una de cada fotograma, o una de cada campo: el doble, y con un movimiento tan suave como se filmó.</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Frames flagged as interlaced; all; or all of a clip that looks so, for files without flags.</source>
        <translation>Los fotogramas marcados como entrelazados; todos; o todos los de un clip que lo parezca, para archivos sin marcas.</translation>
    </message>
    <message>
        <source>First field</source>
        <translation>Primer campo</translation>
    </message>
    <message>
        <source>Auto: as flagged or, without flags, as measured, else top.</source>
        <translation>Auto: según las marcas o, sin ellas, según lo medido; si no, el superior.</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>Reducir ruido</translation>
    </message>
    <message>
        <source>Calms noise by averaging each frame with up to two on either side, sample by sample, as far as their surroundings are alike: what moves keeps its edges, and nothing is mixed across a cut.</source>
        <translation>Calma el ruido promediando cada fotograma con hasta dos a cada lado, muestra a muestra, mientras su entorno se parezca: lo que se mueve conserva sus bordes, y nada se mezcla a través de un corte.</translation>
    </message>
    <message>
        <source>Noise of luma</source>
        <translation>Ruido de luma</translation>
    </message>
    <message>
        <source>Its standard deviation, as the measure `noise` finds it; 0 leaves luma alone.</source>
        <translation>Su desviación típica, como la halla la medida «noise»; 0 deja la luma igual.</translation>
    </message>
    <message>
        <source>Noise of chroma</source>
        <translation>Ruido de croma</translation>
    </message>
    <message>
        <source>The same of Cb and Cr; 0 leaves them alone.</source>
        <translation>Lo mismo de Cb y Cr; 0 las deja igual.</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>Alcance</translation>
    </message>
    <message>
        <source>How many on either side count.</source>
        <translation>Cuántos cuentan a cada lado.</translation>
    </message>
    <message>
        <source>Fade</source>
        <translation>Fundido</translation>
    </message>
    <message>
        <source>Fades the picture in from one colour, or out to it, over a time.</source>
        <translation>Hace entrar la imagen desde un color, o salir hacia él, durante un tiempo.</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>From the colour to the picture, or back to it.</source>
        <translation>Del color a la imagen, o de vuelta.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>When it begins, in the time of the clip.</source>
        <translation>Cuándo empieza, en el tiempo del clip.</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>How long it takes.</source>
        <translation>Cuánto tarda.</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Color</translation>
    </message>
    <message>
        <source>As #rrggbb: black, white, or any other.</source>
        <translation>Como #rrggbb: negro, blanco o cualquier otro.</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>Cadencia</translation>
    </message>
    <message>
        <source>Another frame rate, and an even one: frames are repeated and left out, or blended in between.</source>
        <translation>Otra cadencia, y regular: los fotogramas se repiten y se omiten, o se mezclan entre sí.</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>Fotogramas por segundo</translation>
    </message>
    <message>
        <source>A number or a ratio: 25, 30000/1001; 29.97 is that ratio too.</source>
        <translation>Un número o una razón: 25, 30000/1001; 29.97 también es esa razón.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Whole frames only, the nearest in time; or mixtures of two by their distance in time.</source>
        <translation>Solo fotogramas enteros, el más cercano en el tiempo; o mezclas de dos según su distancia en el tiempo.</translation>
    </message>
    <message>
        <source>Grain</source>
        <translation>Grano</translation>
    </message>
    <message>
        <source>Adds grain like that of film; the same frame always gets the same grain.</source>
        <translation>Añade grano como el de la película; el mismo fotograma recibe siempre el mismo grano.</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Cantidad</translation>
    </message>
    <message>
        <source>Standard deviation of the grain in the middle tones.</source>
        <translation>Desviación típica del grano en los tonos medios.</translation>
    </message>
    <message>
        <source>Share of it that colours have on their own; 0 is the grain of black and white film.</source>
        <translation>La parte que los colores tienen por su cuenta; 0 es el grano de la película en blanco y negro.</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>Negro y blanco</translation>
    </message>
    <message>
        <source>Share of it that is left in black and in white.</source>
        <translation>La parte que queda en el negro y en el blanco.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>Another number, another grain.</source>
        <translation>Otro número, otro grano.</translation>
    </message>
    <message>
        <source>Inverse telecine</source>
        <translation>Telecine inverso</translation>
    </message>
    <message>
        <source>Gives film that was spread over video fields (3:2 pulldown) its own pictures back: fields are put together as they were filmed, and of five pictures the repeated one is left out. Frames that are video stay, flagged as they were, for a deinterlacer behind.</source>
        <translation>Devuelve sus imágenes al cine repartido en campos de vídeo (pulldown 3:2): los campos se juntan como se filmaron, y de cada cinco imágenes se omite la repetida. Los fotogramas que son vídeo se quedan, con sus marcas, para un desentrelazador posterior.</translation>
    </message>
    <message>
        <source>Auto: as flagged, else top.</source>
        <translation>Auto: según las marcas; si no, el superior.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>Repeated pictures where there are some, so that parts that are no film keep all theirs; or always one of five, for a constant rate.</source>
        <translation>Las imágenes repetidas donde las haya, para que las partes que no son cine conserven todas las suyas; o siempre una de cinco, para una cadencia constante.</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Niveles</translation>
    </message>
    <message>
        <source>Sets which values become black and white, and where the middle lies.</source>
        <translation>Fija qué valores pasan a negro y a blanco, y dónde queda el medio.</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canal</translation>
    </message>
    <message>
        <source>All channels alike, or one of them; the others then stay.</source>
        <translation>Todos los canales por igual, o uno de ellos; los otros se quedan.</translation>
    </message>
    <message>
        <source>Black in</source>
        <translation>Negro de entrada</translation>
    </message>
    <message>
        <source>This value and all below become black.</source>
        <translation>Este valor y los inferiores pasan a negro.</translation>
    </message>
    <message>
        <source>White in</source>
        <translation>Blanco de entrada</translation>
    </message>
    <message>
        <source>This value and all above become white.</source>
        <translation>Este valor y los superiores pasan a blanco.</translation>
    </message>
    <message>
        <source>Lifts the middle above 1, lowers it below.</source>
        <translation>Por encima de 1 aclara los medios, por debajo los oscurece.</translation>
    </message>
    <message>
        <source>Black out</source>
        <translation>Negro de salida</translation>
    </message>
    <message>
        <source>What black becomes.</source>
        <translation>En qué se convierte el negro.</translation>
    </message>
    <message>
        <source>White out</source>
        <translation>Blanco de salida</translation>
    </message>
    <message>
        <source>What white becomes; under black out the picture turns negative.</source>
        <translation>En qué se convierte el blanco; por debajo del negro de salida la imagen queda en negativo.</translation>
    </message>
    <message>
        <source>FFmpeg&apos;s filters</source>
        <translation>Filtros de FFmpeg</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Grafo</translation>
    </message>
    <message>
        <source>In FFmpeg&apos;s words: &quot;hqdn3d=4,unsharp&quot;, &quot;split[a][b];[b]gblur=8[c];[a][c]blend=screen&quot;. One input, one output; empty changes nothing.</source>
        <translation>En palabras de FFmpeg: &quot;hqdn3d=4,unsharp&quot;, &quot;split[a][b];[b]gblur=8[c];[a][c]blend=screen&quot;. Una entrada, una salida; vacío no cambia nada.</translation>
    </message>
    <message>
        <source>3D LUT</source>
        <translation>LUT 3D</translation>
    </message>
    <message>
        <source>Gives the picture a look from a .cube file, between its colours by tetrahedra.</source>
        <translation>Da a la imagen el aspecto de un archivo .cube, entre sus colores por tetraedros.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>A .cube file of up to 129 colours an edge, or of three lines.</source>
        <translation>Un archivo .cube de hasta 129 colores por arista, o de tres líneas.</translation>
    </message>
    <message>
        <source>Cube</source>
        <translation>Cubo</translation>
    </message>
    <message>
        <source>The text of such a file instead; with neither nothing changes.</source>
        <translation>El texto de un archivo así en su lugar; sin ninguno de los dos no cambia nada.</translation>
    </message>
    <message>
        <source>0 is the picture, 1 the full look.</source>
        <translation>0 es la imagen; 1, el aspecto completo.</translation>
    </message>
    <message>
        <source>Non-local means</source>
        <translation>Medias no locales</translation>
    </message>
    <message>
        <source>Takes noise away by averaging places that look alike; the best of the still denoisers, and slow.</source>
        <translation>Quita ruido promediando lugares que se parecen; el mejor de los reductores de ruido de imagen fija, y lento.</translation>
    </message>
    <message>
        <source>Of the noise: places whose difference is about this weigh a third; 0 changes nothing.</source>
        <translation>Del ruido: los lugares cuya diferencia es más o menos esta pesan un tercio; 0 no cambia nada.</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>Parche</translation>
    </message>
    <message>
        <source>Radius of the surroundings that are compared.</source>
        <translation>Radio del entorno que se compara.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Búsqueda</translation>
    </message>
    <message>
        <source>Radius of the samples that are averaged.</source>
        <translation>Radio de las muestras que se promedian.</translation>
    </message>
    <message>
        <source>Overlay</source>
        <translation>Superponer</translation>
    </message>
    <message>
        <source>Lays a picture, perhaps with opacity, over the video.</source>
        <translation>Pone una imagen, quizá con opacidad, sobre el vídeo.</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>What is laid over; of a file with several pictures the first. Its opacity counts.</source>
        <translation>Lo que se pone encima; de un archivo con varias imágenes, la primera. Su opacidad cuenta.</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Posición</translation>
    </message>
    <message>
        <source>Where it stands.</source>
        <translation>Dónde está.</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>En horizontal</translation>
    </message>
    <message>
        <source>Away from that side, inwards; of the middle to the right.</source>
        <translation>Lejos de ese lado, hacia dentro; desde el centro, hacia la derecha.</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>En vertical</translation>
    </message>
    <message>
        <source>Away from that side, inwards; of the middle downwards.</source>
        <translation>Lejos de ese lado, hacia dentro; desde el centro, hacia abajo.</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <source>Of these two: display pixels, or shares of the video&apos;s sides.</source>
        <translation>De estas dos: píxeles de pantalla, o partes de los lados del vídeo.</translation>
    </message>
    <message>
        <source>Of the picture; its height follows. 0 leaves its own size, a pixel a display pixel.</source>
        <translation>De la imagen; la altura la sigue. 0 deja su propio tamaño, un píxel por píxel de pantalla.</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Opacidad</translation>
    </message>
    <message>
        <source>Of the whole: 0 is nothing, 1 the picture&apos;s own.</source>
        <translation>Del conjunto: 0 es nada; 1, la de la propia imagen.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>When it appears.</source>
        <translation>Cuándo aparece.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>When it has gone; 0 is never.</source>
        <translation>Cuándo se ha ido; 0 es nunca.</translation>
    </message>
    <message>
        <source>How long it takes to appear, and to go.</source>
        <translation>Cuánto tarda en aparecer y en irse.</translation>
    </message>
    <message>
        <source>Pad</source>
        <translation>Ampliar lienzo</translation>
    </message>
    <message>
        <source>Puts the picture in the middle of a larger canvas, by size or by aspect.</source>
        <translation>Pone la imagen en el centro de un lienzo mayor, por tamaño o por proporción.</translation>
    </message>
    <message>
        <source>Of the canvas; 0 takes the picture&apos;s own.</source>
        <translation>Del lienzo; 0 toma el de la propia imagen.</translation>
    </message>
    <message>
        <source>Aspect</source>
        <translation>Proporción</translation>
    </message>
    <message>
        <source>The canvas is widened or heightened to it: 16:9, 1:1, 1.85; empty for none.</source>
        <translation>El lienzo se ensancha o se alarga hasta ella: 16:9, 1:1, 1.85; vacío para ninguna.</translation>
    </message>
    <message>
        <source>Of the canvas, as #rrggbb.</source>
        <translation>Del lienzo, como #rrggbb.</translation>
    </message>
    <message>
        <source>Resize</source>
        <translation>Redimensionar</translation>
    </message>
    <message>
        <source>Makes the picture larger or smaller, and its pixels square.</source>
        <translation>Agranda o reduce la imagen, y hace cuadrados sus píxeles.</translation>
    </message>
    <message>
        <source>-1 keeps the aspect, -2 keeps it and makes the width even.</source>
        <translation>-1 conserva la proporción; -2 la conserva y hace par la anchura.</translation>
    </message>
    <message>
        <source>-1 keeps the aspect, -2 keeps it and makes the height even.</source>
        <translation>-1 conserva la proporción; -2 la conserva y hace par la altura.</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Encaje</translation>
    </message>
    <message>
        <source>With both sides given: exactly that size, or the largest even size inside it that keeps the aspect.</source>
        <translation>Con ambos lados dados: justo ese tamaño, o el mayor tamaño par que cabe dentro y conserva la proporción.</translation>
    </message>
    <message>
        <source>Turn box</source>
        <translation>Girar el marco</translation>
    </message>
    <message>
        <source>The two sides change places for a portrait picture in a landscape box, and the other way round.</source>
        <translation>Los dos lados cambian de sitio para una imagen vertical en un marco apaisado, y al revés.</translation>
    </message>
    <message>
        <source>Only shrink</source>
        <translation>Solo reducir</translation>
    </message>
    <message>
        <source>A picture that would grow keeps its own size.</source>
        <translation>Una imagen que crecería conserva su propio tamaño.</translation>
    </message>
    <message>
        <source>Lanczos is sharpest, bicubic rings less, bilinear is soft; area averages what each pixel covers.</source>
        <translation>Lanczos es el más nítido, el bicúbico resuena menos, el bilineal es suave; área promedia lo que cubre cada píxel.</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Girar</translation>
    </message>
    <message>
        <source>Mirrors, then turns clockwise in quarters. 4:2:2 on its side becomes 4:4:0.</source>
        <translation>Refleja y luego gira por cuartos en el sentido del reloj. 4:2:2 de lado pasa a ser 4:4:0.</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Ángulo</translation>
    </message>
    <message>
        <source>Degrees clockwise.</source>
        <translation>Grados en el sentido del reloj.</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Espejo</translation>
    </message>
    <message>
        <source>Swaps left and right (horizontal) or top and bottom (vertical) before turning.</source>
        <translation>Cambia izquierda por derecha (horizontal) o arriba por abajo (vertical) antes de girar.</translation>
    </message>
    <message>
        <source>Sharpen</source>
        <translation>Enfocar</translation>
    </message>
    <message>
        <source>Makes edges crisper by adding what a slight blur takes away.</source>
        <translation>Hace más nítidos los bordes sumando lo que quita un leve desenfoque.</translation>
    </message>
    <message>
        <source>How much of the difference is added; 0 changes nothing.</source>
        <translation>Cuánto de la diferencia se suma; 0 no cambia nada.</translation>
    </message>
    <message>
        <source>Reach of the blur: 1 for fine detail, 2 for soft pictures.</source>
        <translation>Alcance del desenfoque: 1 para detalle fino, 2 para imágenes blandas.</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Suavizar</translation>
    </message>
    <message>
        <source>Calms noise by averaging each frame with the one before and the one after, except where something moves.</source>
        <translation>Calma el ruido promediando cada fotograma con el anterior y el siguiente, salvo donde algo se mueve.</translation>
    </message>
    <message>
        <source>Weight of the neighbours beside the frame itself; 0 changes nothing, 1 is the plain average.</source>
        <translation>Peso de los vecinos frente al propio fotograma; 0 no cambia nada, 1 es la media simple.</translation>
    </message>
    <message>
        <source>Mean difference over 3 x 3 samples from which on it is motion and not noise.</source>
        <translation>Diferencia media en 3 x 3 muestras a partir de la cual es movimiento y no ruido.</translation>
    </message>
    <message>
        <source>Subtitles in the picture</source>
        <translation>Subtítulos en la imagen</translation>
    </message>
    <message>
        <source>Draws a file of subtitles into the pictures, on the host. Its times count from the beginning of the input, also where only a part of it is taken. Fonts are those of the system.</source>
        <translation>Dibuja un archivo de subtítulos en las imágenes, en el procesador. Sus tiempos cuentan desde el principio de la entrada, también cuando solo se toma una parte. Los tipos de letra son los del sistema.</translation>
    </message>
    <message>
        <source>SubRip, (Advanced) SubStation Alpha or WebVTT.</source>
        <translation>SubRip, (Advanced) SubStation Alpha o WebVTT.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Writes text, a timecode or the number of the frame into the pictures, on the host. Fonts are those of the system; colours are code values, so in HDR #949494 is the white of graphics.</source>
        <translation>Escribe en las imágenes un texto, un código de tiempo o el número del fotograma, en el procesador. Los tipos de letra son los del sistema; los colores son valores de código, así que en HDR #949494 es el blanco de los gráficos.</translation>
    </message>
    <message>
        <source>What is written; {timecode}, {frame} and {pts} are the frame&apos;s own, {{ is a brace. Empty writes nothing.</source>
        <translation>Lo que se escribe; {timecode}, {frame} y {pts} son los del propio fotograma, {{ es una llave. Vacío no escribe nada.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Margen</translation>
    </message>
    <message>
        <source>Away from the sides of the picture.</source>
        <translation>Lejos de los lados de la imagen.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Of the font.</source>
        <translation>Del tipo de letra.</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>Tipo de letra</translation>
    </message>
    <message>
        <source>The name of a font family of the system; empty is its usual one without serifs.</source>
        <translation>El nombre de una familia de letra del sistema; vacío es la suya habitual sin remates.</translation>
    </message>
    <message>
        <source>As #rrggbb.</source>
        <translation>Como #rrggbb.</translation>
    </message>
    <message>
        <source>Of all of it.</source>
        <translation>De todo ello.</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Recuadro</translation>
    </message>
    <message>
        <source>A plain field behind the text.</source>
        <translation>Un campo liso detrás del texto.</translation>
    </message>
    <message>
        <source>Box colour</source>
        <translation>Color del recuadro</translation>
    </message>
    <message>
        <source>Of the box and of the outline, as #rrggbb.</source>
        <translation>Del recuadro y del contorno, como #rrggbb.</translation>
    </message>
    <message>
        <source>Box opacity</source>
        <translation>Opacidad del recuadro</translation>
    </message>
    <message>
        <source>Of the box and of the outline.</source>
        <translation>Del recuadro y del contorno.</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Contorno</translation>
    </message>
    <message>
        <source>Tone map</source>
        <translation>Mapeo de tonos</translation>
    </message>
    <message>
        <source>Makes HDR pictures (HDR10 or HLG) fit an SDR display; SDR pictures stay as they are.</source>
        <translation>Hace que las imágenes HDR (HDR10 o HLG) quepan en una pantalla SDR; las SDR se quedan como están.</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>Curva</translation>
    </message>
    <message>
        <source>BT.2390 keeps all but the brightest, Hable looks like film, Reinhard is soft, Möbius keeps the dark half exactly, clip cuts.</source>
        <translation>BT.2390 conserva todo menos lo más brillante, Hable parece cine, Reinhard es suave, Möbius conserva exacta la mitad oscura, clip corta.</translation>
    </message>
    <message>
        <source>Peak of the picture</source>
        <translation>Pico de la imagen</translation>
    </message>
    <message>
        <source>The brightest there is; what is brighter becomes white. HLG: of the display it is made for.</source>
        <translation>Lo más brillante que hay; lo que lo supera pasa a blanco. HLG: de la pantalla para la que está hecho.</translation>
    </message>
    <message>
        <source>The peak is</source>
        <translation>El pico es</translation>
    </message>
    <message>
        <source>As stated above; or measured as the film goes on, anew in each scene, and at most that (HDR10 only: HLG has no peak of its own).</source>
        <translation>El indicado arriba; o el medido según avanza la película, de nuevo en cada escena, y como mucho aquel (solo HDR10: HLG no tiene un pico propio).</translation>
    </message>
    <message>
        <source>White of the display</source>
        <translation>Blanco de la pantalla</translation>
    </message>
    <message>
        <source>Higher makes the result darker; 203 shows graphics white of HDR (ITU-R BT.2408) as white.</source>
        <translation>Más alto oscurece el resultado; 203 muestra como blanco el blanco de los gráficos de HDR (ITU-R BT.2408).</translation>
    </message>
    <message>
        <source>Colours outside BT.709</source>
        <translation>Colores fuera de BT.709</translation>
    </message>
    <message>
        <source>Towards grey until no channel is negative, with their luminance; or each channel cut off.</source>
        <translation>Hacia el gris hasta que ningún canal sea negativo, con su luminancia; o cada canal cortado.</translation>
    </message>
    <message>
        <source>Of the result.</source>
        <translation>Del resultado.</translation>
    </message>
    <message>
        <source>Vignette</source>
        <translation>Viñeta</translation>
    </message>
    <message>
        <source>Darkens the corners as a lens does, or brightens what a lens darkened.</source>
        <translation>Oscurece las esquinas como lo hace una lente, o aclara lo que una lente oscureció.</translation>
    </message>
    <message>
        <source>Of the lens at the farthest corner, whose light falls by the fourth power of its cosine.</source>
        <translation>De la lente en la esquina más lejana, cuya luz cae con la cuarta potencia de su coseno.</translation>
    </message>
    <message>
        <source>Add a vignette, or take one away.</source>
        <translation>Añadir una viñeta o quitarla.</translation>
    </message>
    <message>
        <source>Centre across</source>
        <translation>Centro en horizontal</translation>
    </message>
    <message>
        <source>From 0, left, to 1, right.</source>
        <translation>De 0, izquierda, a 1, derecha.</translation>
    </message>
    <message>
        <source>Centre down</source>
        <translation>Centro en vertical</translation>
    </message>
    <message>
        <source>From 0, top, to 1, bottom.</source>
        <translation>De 0, arriba, a 1, abajo.</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>A circle, or an ellipse as wide as the picture.</source>
        <translation>Un círculo, o una elipse tan ancha como la imagen.</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Balance de blancos</translation>
    </message>
    <message>
        <source>Makes white what was white in the light that the picture was taken in.</source>
        <translation>Hace blanco lo que era blanco bajo la luz con que se tomó la imagen.</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modo</translation>
    </message>
    <message>
        <source>Manual takes the light that is given here; grey-world makes the mean of the whole clip grey, after a first pass over it; gains multiplies red, green and blue.</source>
        <translation>Manual toma la luz que se da aquí; grey-world hace gris la media de todo el clip, tras una primera pasada; gains multiplica rojo, verde y azul.</translation>
    </message>
    <message>
        <source>Of that light: lower than 6500 makes the picture cooler, higher makes it warmer.</source>
        <translation>De esa luz: por debajo de 6500 la imagen se enfría, por encima se calienta.</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>Matiz</translation>
    </message>
    <message>
        <source>Of that light: above 0 it was green and the picture becomes more magenta, below the other way.</source>
        <translation>De esa luz: por encima de 0 era verde y la imagen pasa a más magenta; por debajo, al revés.</translation>
    </message>
    <message>
        <source>Adaptation</source>
        <translation>Adaptación</translation>
    </message>
    <message>
        <source>How the eye adapts to a light: both are close; CAT02 is that of CIECAM02.</source>
        <translation>Cómo se adapta el ojo a una luz: ambas son parecidas; CAT02 es la de CIECAM02.</translation>
    </message>
    <message>
        <source>Of grey-world: 0 is nothing, 1 all of it.</source>
        <translation>De grey-world: 0 es nada; 1, todo.</translation>
    </message>
    <message>
        <source>Gain of linear red, with gains.</source>
        <translation>Ganancia del rojo lineal, con gains.</translation>
    </message>
    <message>
        <source>Gain of linear green, with gains.</source>
        <translation>Ganancia del verde lineal, con gains.</translation>
    </message>
    <message>
        <source>Gain of linear blue, with gains.</source>
        <translation>Ganancia del azul lineal, con gains.</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Bandas</translation>
    </message>
    <message>
        <source>Black bars around a picture (letterbox, pillarbox), and the rectangle that is left: rows and columns that stay black over the whole clip. To a row up to 1024 of them, to two up to 2048, and so on.</source>
        <translation>Bandas negras alrededor de una imagen (letterbox, pillarbox) y el rectángulo que queda: filas y columnas que siguen negras todo el clip. Hasta una fila, hasta 1024 de ellas; hasta dos, hasta 2048, y así sucesivamente.</translation>
    </message>
    <message>
        <source>This and darker is black.</source>
        <translation>Esto y lo más oscuro es negro.</translation>
    </message>
    <message>
        <source>A row or column is black when no more of its samples, over the clip, are brighter.</source>
        <translation>Una fila o columna es negra si, en todo el clip, no son más claras más de estas muestras.</translation>
    </message>
    <message>
        <source>Height of the black bar above, of this frame alone.</source>
        <translation>Altura de la banda negra de arriba, solo de este fotograma.</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Abajo</translation>
    </message>
    <message>
        <source>Height of the black bar below.</source>
        <translation>Altura de la banda negra de abajo.</translation>
    </message>
    <message>
        <source>Width of the black bar to the left.</source>
        <translation>Anchura de la banda negra de la izquierda.</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Derecha</translation>
    </message>
    <message>
        <source>Width of the black bar to the right.</source>
        <translation>Anchura de la banda negra de la derecha.</translation>
    </message>
    <message>
        <source>Content from the left</source>
        <translation>Contenido desde la izquierda</translation>
    </message>
    <message>
        <source>Where the clip&apos;s picture starts across.</source>
        <translation>Dónde empieza la imagen del clip en horizontal.</translation>
    </message>
    <message>
        <source>Content from the top</source>
        <translation>Contenido desde arriba</translation>
    </message>
    <message>
        <source>Where it starts down.</source>
        <translation>Dónde empieza en vertical.</translation>
    </message>
    <message>
        <source>Content width</source>
        <translation>Anchura del contenido</translation>
    </message>
    <message>
        <source>How wide it is; all of it when the clip is black.</source>
        <translation>Qué anchura tiene; toda si el clip es negro.</translation>
    </message>
    <message>
        <source>Content height</source>
        <translation>Altura del contenido</translation>
    </message>
    <message>
        <source>How high it is.</source>
        <translation>Qué altura tiene.</translation>
    </message>
    <message>
        <source>Blockiness</source>
        <translation>Bloques</translation>
    </message>
    <message>
        <source>How much the 8 x 8 blocks of a codec show: luma&apos;s mean step across their borders by that inside them. The grid starts at the picture&apos;s corner, so this is for pictures neither cropped nor scaled since they were coded.</source>
        <translation>Cuánto se notan los bloques de 8 x 8 de un códec: el escalón medio de luma a través de sus bordes frente al de su interior. La rejilla empieza en la esquina de la imagen, así que vale para imágenes ni recortadas ni escaladas desde que se codificaron.</translation>
    </message>
    <message>
        <source>1: no more steps at the borders than elsewhere; 1.2 shows.</source>
        <translation>1: no hay más escalones en los bordes que en otra parte; 1,2 se nota.</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Desenfoque</translation>
    </message>
    <message>
        <source>How much fine detail a frame has: the variance of its Laplacian. Out of focus or moved frames have little, often under 100.</source>
        <translation>Cuánto detalle fino tiene un fotograma: la varianza de su laplaciano. Los desenfocados o movidos tienen poco, a menudo menos de 100.</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Nitidez</translation>
    </message>
    <message>
        <source>Variance of the Laplacian; low means blurred.</source>
        <translation>Varianza del laplaciano; baja significa borroso.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambio</translation>
    </message>
    <message>
        <source>How much a frame differs from the one before: 0 for a still, large at a cut.</source>
        <translation>Cuánto difiere un fotograma del anterior: 0 para uno quieto, grande en un corte.</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Diferencia</translation>
    </message>
    <message>
        <source>Mean absolute difference of luma, range removed; the first frame has none.</source>
        <translation>Diferencia absoluta media de luma, sin el rango; el primer fotograma no tiene.</translation>
    </message>
    <message>
        <source>Motion energy</source>
        <translation>Energía de movimiento</translation>
    </message>
    <message>
        <source>Mean square of the difference: few samples that change much weigh more than many that change little.</source>
        <translation>Cuadrado medio de la diferencia: pocas muestras que cambian mucho pesan más que muchas que cambian poco.</translation>
    </message>
    <message>
        <source>Mean colour</source>
        <translation>Color medio</translation>
    </message>
    <message>
        <source>The mean of linear red, green and blue, of what is neither nearly black nor nearly white. Of PQ and HLG pictures the light is that of the code values alone.</source>
        <translation>La media del rojo, verde y azul lineales de lo que no es ni casi negro ni casi blanco. En imágenes PQ y HLG la luz es la de los valores de código.</translation>
    </message>
    <message>
        <source>Darkest</source>
        <translation>Más oscuro</translation>
    </message>
    <message>
        <source>What is darker is left out.</source>
        <translation>Lo más oscuro se omite.</translation>
    </message>
    <message>
        <source>Brightest</source>
        <translation>Más claro</translation>
    </message>
    <message>
        <source>What is brighter is left out.</source>
        <translation>Lo más claro se omite.</translation>
    </message>
    <message>
        <source>Mean of linear red, 1 for white; none when all was left out.</source>
        <translation>Media del rojo lineal, 1 para blanco; ninguna si todo se omitió.</translation>
    </message>
    <message>
        <source>Mean of linear green.</source>
        <translation>Media del verde lineal.</translation>
    </message>
    <message>
        <source>Mean of linear blue.</source>
        <translation>Media del azul lineal.</translation>
    </message>
    <message>
        <source>Colourfulness</source>
        <translation>Colorido</translation>
    </message>
    <message>
        <source>How colourful a frame is: 0 for gray, 15 slightly, 33 moderately, 59 quite, 82 highly, 109 extremely. Computed on R&apos;G&apos;B&apos; by the picture&apos;s own matrix, at the resolution of its chroma and without clipping.</source>
        <translation>Cuánto color tiene un fotograma: 0 para gris, 15 algo, 33 moderado, 59 bastante, 82 mucho, 109 extremo. Se calcula en R&apos;G&apos;B&apos; con la matriz de la propia imagen, a la resolución de su croma y sin recortar.</translation>
    </message>
    <message>
        <source>Spread of R&apos;-G&apos; and (R&apos;+G&apos;)/2-B&apos;, plus 0.3 of their distance from gray.</source>
        <translation>Dispersión de R&apos;-G&apos; y (R&apos;+G&apos;)/2-B&apos;, más 0,3 de su distancia al gris.</translation>
    </message>
    <message>
        <source>How far apart a frame&apos;s tones are, on luma as it is coded (not linear light): all of them, and its darkest against its brightest.</source>
        <translation>Cuánto distan los tonos de un fotograma, en la luma tal como está codificada (no en luz lineal): todos ellos, y el más oscuro frente al más claro.</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Omitido</translation>
    </message>
    <message>
        <source>Share of the darkest and of the brightest samples that Michelson&apos;s contrast does not see.</source>
        <translation>Parte de las muestras más oscuras y más claras que el contraste de Michelson no ve.</translation>
    </message>
    <message>
        <source>RMS contrast</source>
        <translation>Contraste RMS</translation>
    </message>
    <message>
        <source>Standard deviation of luma.</source>
        <translation>Desviación típica de la luma.</translation>
    </message>
    <message>
        <source>Michelson contrast</source>
        <translation>Contraste de Michelson</translation>
    </message>
    <message>
        <source>(bright - dark) / (bright + dark): 0 none, 1 full.</source>
        <translation>(claro - oscuro) / (claro + oscuro): 0 ninguno, 1 completo.</translation>
    </message>
    <message>
        <source>How much of a frame has lost its detail to the ends of the scale: crushed shadows and blown highlights.</source>
        <translation>Cuánto de un fotograma ha perdido su detalle en los extremos de la escala: sombras empastadas y luces quemadas.</translation>
    </message>
    <message>
        <source>Shadows up to</source>
        <translation>Sombras hasta</translation>
    </message>
    <message>
        <source>This and darker is crushed.</source>
        <translation>Esto y lo más oscuro está empastado.</translation>
    </message>
    <message>
        <source>Highlights from</source>
        <translation>Luces desde</translation>
    </message>
    <message>
        <source>This and brighter is blown out.</source>
        <translation>Esto y lo más claro está quemado.</translation>
    </message>
    <message>
        <source>Crushed shadows</source>
        <translation>Sombras empastadas</translation>
    </message>
    <message>
        <source>Share of samples at or below the limit.</source>
        <translation>Parte de las muestras en el límite o por debajo.</translation>
    </message>
    <message>
        <source>Blown highlights</source>
        <translation>Luces quemadas</translation>
    </message>
    <message>
        <source>Share of samples at or above the limit.</source>
        <translation>Parte de las muestras en el límite o por encima.</translation>
    </message>
    <message>
        <source>Black, flat and frozen</source>
        <translation>Negros, planos y congelados</translation>
    </message>
    <message>
        <source>Frames without a picture: black ones, flat ones of any tone, and frozen ones that repeat the one before. A clip&apos;s times are only as fine as the frames that are looked at.</source>
        <translation>Fotogramas sin imagen: negros, planos de cualquier tono y congelados que repiten el anterior. Los tiempos de un clip son tan finos como los fotogramas que se miran.</translation>
    </message>
    <message>
        <source>Share of black</source>
        <translation>Parte de negro</translation>
    </message>
    <message>
        <source>A frame is black when so many of its samples are.</source>
        <translation>Un fotograma es negro cuando lo son tantas de sus muestras.</translation>
    </message>
    <message>
        <source>Flat up to</source>
        <translation>Plano hasta</translation>
    </message>
    <message>
        <source>A frame is flat when its luma deviates by no more. Black frames mostly are flat, too.</source>
        <translation>Un fotograma es plano cuando su luma no se desvía más. Los negros casi siempre son también planos.</translation>
    </message>
    <message>
        <source>Frozen up to</source>
        <translation>Congelado hasta</translation>
    </message>
    <message>
        <source>A frame is frozen when it differs from the one before by no more, on average, of all code values.</source>
        <translation>Un fotograma está congelado cuando no difiere más del anterior, de media, de todos los valores de código.</translation>
    </message>
    <message>
        <source>Shortest time</source>
        <translation>Tiempo mínimo</translation>
    </message>
    <message>
        <source>Shorter times are not listed.</source>
        <translation>Los tiempos más cortos no se enumeran.</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Negro</translation>
    </message>
    <message>
        <source>1 for a black frame; of the clip the share of frames.</source>
        <translation>1 para un fotograma negro; del clip, la parte de fotogramas.</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>Plano</translation>
    </message>
    <message>
        <source>1 for a flat frame.</source>
        <translation>1 para un fotograma plano.</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>Congelado</translation>
    </message>
    <message>
        <source>1 for a frame like the one before; the first frame has none.</source>
        <translation>1 para un fotograma como el anterior; el primero no tiene.</translation>
    </message>
    <message>
        <source>Times of black</source>
        <translation>Tiempos en negro</translation>
    </message>
    <message>
        <source>Start and end of each, in turn.</source>
        <translation>Inicio y fin de cada uno, por turno.</translation>
    </message>
    <message>
        <source>Times without structure</source>
        <translation>Tiempos sin estructura</translation>
    </message>
    <message>
        <source>Times of standstill</source>
        <translation>Tiempos parados</translation>
    </message>
    <message>
        <source>Interlacing</source>
        <translation>Entrelazado</translation>
    </message>
    <message>
        <source>Whether frames are two fields of different moments woven together, and which came first. Two rows of a field apart are compared with neighbouring rows, and with the rows of the frame before. Needs every frame of a clip: between frames far apart nothing is decided.</source>
        <translation>Si los fotogramas son dos campos de momentos distintos entretejidos, y cuál vino primero. Dos filas separadas por un campo se comparan con las vecinas y con las del fotograma anterior. Necesita todos los fotogramas de un clip: entre fotogramas alejados no se decide nada.</translation>
    </message>
    <message>
        <source>Interlaced from</source>
        <translation>Entrelazado desde</translation>
    </message>
    <message>
        <source>How much worse one weave with the frame before must be than the other.</source>
        <translation>Cuánto peor debe ser un tejido con el fotograma anterior que el otro.</translation>
    </message>
    <message>
        <source>Progressive from</source>
        <translation>Progresivo desde</translation>
    </message>
    <message>
        <source>How much worse both weaves must be than the frame itself.</source>
        <translation>Cuánto peores deben ser ambos tejidos que el propio fotograma.</translation>
    </message>
    <message>
        <source>Comb</source>
        <translation>Peine</translation>
    </message>
    <message>
        <source>Second differences of neighbouring rows by those within fields: above 1 the frame is combed.</source>
        <translation>Segundas diferencias de filas vecinas frente a las de dentro de los campos: por encima de 1 el fotograma tiene peine.</translation>
    </message>
    <message>
        <source>Top field first</source>
        <translation>Campo superior primero</translation>
    </message>
    <message>
        <source>1 when it looks so; of the clip the share of frames.</source>
        <translation>1 cuando lo parece; del clip, la parte de fotogramas.</translation>
    </message>
    <message>
        <source>Bottom field first</source>
        <translation>Campo inferior primero</translation>
    </message>
    <message>
        <source>1 when it looks so.</source>
        <translation>1 cuando lo parece.</translation>
    </message>
    <message>
        <source>Progressive</source>
        <translation>Progresivo</translation>
    </message>
    <message>
        <source>1 when it looks so. Still frames look like neither.</source>
        <translation>1 cuando lo parece. Los fotogramas quietos no parecen ni lo uno ni lo otro.</translation>
    </message>
    <message>
        <source>Interlaced</source>
        <translation>Entrelazado</translation>
    </message>
    <message>
        <source>Of the frames that could be told, those with fields.</source>
        <translation>De los fotogramas que se pudieron decidir, los que tienen campos.</translation>
    </message>
    <message>
        <source>Field order</source>
        <translation>Orden de campos</translation>
    </message>
    <message>
        <source>0 progressive, 1 top field first, 2 bottom field first, 3 both; none when nothing moves.</source>
        <translation>0 progresivo, 1 campo superior primero, 2 campo inferior primero, 3 ambos; ninguno si nada se mueve.</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Sonoridad</translation>
    </message>
    <message>
        <source>How loud the sound is to people: of the default track, by FFmpeg&apos;s ebur128. Silence has no loudness; a clip under 0.4 s has none either.</source>
        <translation>Lo fuerte que suena para las personas: de la pista predeterminada, con el ebur128 de FFmpeg. El silencio no tiene sonoridad; un clip de menos de 0,4 s tampoco.</translation>
    </message>
    <message>
        <source>Integrated loudness</source>
        <translation>Sonoridad integrada</translation>
    </message>
    <message>
        <source>Of the whole clip, gated; broadcasters want -23.</source>
        <translation>De todo el clip, con puerta; las emisoras piden -23.</translation>
    </message>
    <message>
        <source>Loudness range</source>
        <translation>Rango de sonoridad</translation>
    </message>
    <message>
        <source>Between the softer and the louder parts; 0 for a steady tone.</source>
        <translation>Entre las partes más suaves y las más fuertes; 0 para un tono constante.</translation>
    </message>
    <message>
        <source>Greatest momentary loudness</source>
        <translation>Mayor sonoridad momentánea</translation>
    </message>
    <message>
        <source>Of any 400 ms.</source>
        <translation>De 400 ms cualesquiera.</translation>
    </message>
    <message>
        <source>True peak</source>
        <translation>Pico real</translation>
    </message>
    <message>
        <source>The highest peak between samples; over -1 may clip in players.</source>
        <translation>El pico más alto entre muestras; por encima de -1 puede saturar en reproductores.</translation>
    </message>
    <message>
        <source>Luma</source>
        <translation>Luma</translation>
    </message>
    <message>
        <source>How bright a frame is and how its tones are spread: 0 is black and 1 is white, range removed. Depths over 10 bits are counted in 1024 steps; of R&apos;G&apos;B&apos; pictures green stands for luma.</source>
        <translation>Lo claro que es un fotograma y cómo se reparten sus tonos: 0 es negro y 1 es blanco, sin el rango. Las profundidades de más de 10 bits se cuentan en 1024 pasos; en imágenes R&apos;G&apos;B&apos; el verde hace de luma.</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Media</translation>
    </message>
    <message>
        <source>Average luma.</source>
        <translation>Luma media.</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>Desviación</translation>
    </message>
    <message>
        <source>Standard deviation of luma: contrast of the whole frame.</source>
        <translation>Desviación típica de la luma: contraste de todo el fotograma.</translation>
    </message>
    <message>
        <source>1st percentile</source>
        <translation>Percentil 1</translation>
    </message>
    <message>
        <source>1 % of the samples are at or below it.</source>
        <translation>El 1 % de las muestras está en él o por debajo.</translation>
    </message>
    <message>
        <source>5th percentile</source>
        <translation>Percentil 5</translation>
    </message>
    <message>
        <source>5 % of the samples are at or below it.</source>
        <translation>El 5 % de las muestras está en él o por debajo.</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Mediana</translation>
    </message>
    <message>
        <source>Half of the samples are at or below it.</source>
        <translation>La mitad de las muestras está en él o por debajo.</translation>
    </message>
    <message>
        <source>95th percentile</source>
        <translation>Percentil 95</translation>
    </message>
    <message>
        <source>95 % of the samples are at or below it.</source>
        <translation>El 95 % de las muestras está en él o por debajo.</translation>
    </message>
    <message>
        <source>99th percentile</source>
        <translation>Percentil 99</translation>
    </message>
    <message>
        <source>99 % of the samples are at or below it.</source>
        <translation>El 99 % de las muestras está en él o por debajo.</translation>
    </message>
    <message>
        <source>Share of samples at or below black.</source>
        <translation>Parte de las muestras en el negro o por debajo.</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>Saturado</translation>
    </message>
    <message>
        <source>Share of samples at or above white.</source>
        <translation>Parte de las muestras en el blanco o por encima.</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histograma</translation>
    </message>
    <message>
        <source>Share of all samples of the clip in 32 equal steps of luma from 0 to 1; what is beyond counts in the outermost.</source>
        <translation>Parte de todas las muestras del clip en 32 pasos iguales de luma de 0 a 1; lo que se sale cuenta en el más extremo.</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Ruido</translation>
    </message>
    <message>
        <source>How noisy a frame is: the standard deviation of noise that would leave as much behind a mask which straight structure does not pass. Fine texture counts as noise.</source>
        <translation>Lo ruidoso que es un fotograma: la desviación típica del ruido que dejaría lo mismo tras una máscara que la estructura recta no pasa. La textura fina cuenta como ruido.</translation>
    </message>
    <message>
        <source>Standard deviation of noise; pictures under 3 samples across or down have none.</source>
        <translation>Desviación típica del ruido; las imágenes de menos de 3 muestras de ancho o de alto no tienen.</translation>
    </message>
    <message>
        <source>Perceptual hash</source>
        <translation>Huella perceptual</translation>
    </message>
    <message>
        <source>What a frame looks like in 64 bits: alike pictures differ in few of them, also after encoding or scaling. Of the clip: up to 16 hashes at its greatest changes, which is its signature.</source>
        <translation>Qué aspecto tiene un fotograma en 64 bits: las imágenes parecidas difieren en pocos, también tras codificar o escalar. Del clip: hasta 16 huellas en sus mayores cambios, que son su firma.</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Huella</translation>
    </message>
    <message>
        <source>Of a frame: its hash; flat frames have none. Of the clip: each bit as most of its frames have it.</source>
        <translation>De un fotograma: su huella; los planos no tienen. Del clip: cada bit como lo tiene la mayoría de sus fotogramas.</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Up to 16 hashes: the first, and those after the greatest changes.</source>
        <translation>Hasta 16 huellas: la primera, y las que siguen a los mayores cambios.</translation>
    </message>
    <message>
        <source>Times of the signature</source>
        <translation>Tiempos de la firma</translation>
    </message>
    <message>
        <source>Of each hash of the signature: when its frame is shown.</source>
        <translation>De cada huella de la firma: cuándo se muestra su fotograma.</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Escenas</translation>
    </message>
    <message>
        <source>Where one scene gives way to the next: cuts by two rules, from the changes of hue, saturation and value at the resolution of chroma.</source>
        <translation>Dónde una escena deja paso a la siguiente: cortes según dos reglas, por los cambios de tono, saturación y valor a la resolución de la croma.</translation>
    </message>
    <message>
        <source>A cut is where the content value reaches it.</source>
        <translation>Hay un corte donde el valor de contenido lo alcanza.</translation>
    </message>
    <message>
        <source>Adaptive ratio</source>
        <translation>Razón adaptativa</translation>
    </message>
    <message>
        <source>An adaptive cut is where the content value is so many times the mean of the two frames on either side.</source>
        <translation>Hay un corte adaptativo donde el valor de contenido es tantas veces la media de los dos fotogramas de cada lado.</translation>
    </message>
    <message>
        <source>Least content</source>
        <translation>Contenido mínimo</translation>
    </message>
    <message>
        <source>Adaptive cuts have at least this content value.</source>
        <translation>Los cortes adaptativos tienen al menos este valor de contenido.</translation>
    </message>
    <message>
        <source>Shortest scene</source>
        <translation>Escena mínima</translation>
    </message>
    <message>
        <source>Cuts closer together are taken for one, or for none.</source>
        <translation>Los cortes más juntos se toman por uno, o por ninguno.</translation>
    </message>
    <message>
        <source>Content value</source>
        <translation>Valor de contenido</translation>
    </message>
    <message>
        <source>Mean of the next three: how much the content changed from the frame before; the first has none.</source>
        <translation>Media de los tres siguientes: cuánto cambió el contenido desde el fotograma anterior; el primero no tiene.</translation>
    </message>
    <message>
        <source>Hue</source>
        <translation>Tono</translation>
    </message>
    <message>
        <source>Mean absolute difference of hue.</source>
        <translation>Diferencia absoluta media del tono.</translation>
    </message>
    <message>
        <source>Mean absolute difference of saturation.</source>
        <translation>Diferencia absoluta media de la saturación.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Mean absolute difference of value, the largest of R&apos;, G&apos; and B&apos;.</source>
        <translation>Diferencia absoluta media del valor, el mayor de R&apos;, G&apos; y B&apos;.</translation>
    </message>
    <message>
        <source>One more than there are cuts.</source>
        <translation>Una más que cortes hay.</translation>
    </message>
    <message>
        <source>Cuts</source>
        <translation>Cortes</translation>
    </message>
    <message>
        <source>First frames of new scenes, by the content threshold.</source>
        <translation>Primeros fotogramas de escenas nuevas, según el umbral de contenido.</translation>
    </message>
    <message>
        <source>Times of cuts</source>
        <translation>Tiempos de los cortes</translation>
    </message>
    <message>
        <source>When those frames are shown.</source>
        <translation>Cuándo se muestran esos fotogramas.</translation>
    </message>
    <message>
        <source>Scenes, adaptive</source>
        <translation>Escenas, adaptativas</translation>
    </message>
    <message>
        <source>One more than there are adaptive cuts.</source>
        <translation>Una más que cortes adaptativos hay.</translation>
    </message>
    <message>
        <source>Adaptive cuts</source>
        <translation>Cortes adaptativos</translation>
    </message>
    <message>
        <source>First frames of new scenes, by comparison with the frames around: fast movement makes none.</source>
        <translation>Primeros fotogramas de escenas nuevas, comparados con los de alrededor: el movimiento rápido no hace ninguno.</translation>
    </message>
    <message>
        <source>Times of adaptive cuts</source>
        <translation>Tiempos de los cortes adaptativos</translation>
    </message>
    <message>
        <source>Technical score</source>
        <translation>Nota técnica</translation>
    </message>
    <message>
        <source>How good a clip is technically, 0 to 100: the weighted mean of its sharpness, noise, blockiness, contrast and exposure, each from 0 at its worst to 1 at its best, times the share of frames that are neither black nor frozen. It knows nothing of what is shown.</source>
        <translation>Lo bueno que es técnicamente un clip, de 0 a 100: la media ponderada de nitidez, ruido, bloques, contraste y exposición, cada una de 0 en lo peor a 1 en lo mejor, por la parte de fotogramas que no son negros ni congelados. No sabe nada de lo que se muestra.</translation>
    </message>
    <message>
        <source>Sharpness: weight</source>
        <translation>Nitidez: peso</translation>
    </message>
    <message>
        <source>How much it counts beside the others.</source>
        <translation>Cuánto cuenta frente a los demás.</translation>
    </message>
    <message>
        <source>Sharpness: worst</source>
        <translation>Nitidez: peor</translation>
    </message>
    <message>
        <source>This and worse is worth nothing.</source>
        <translation>Esto y lo peor no vale nada.</translation>
    </message>
    <message>
        <source>Sharpness: best</source>
        <translation>Nitidez: mejor</translation>
    </message>
    <message>
        <source>This and better is worth 1.</source>
        <translation>Esto y lo mejor vale 1.</translation>
    </message>
    <message>
        <source>Noise: weight</source>
        <translation>Ruido: peso</translation>
    </message>
    <message>
        <source>Noise: worst</source>
        <translation>Ruido: peor</translation>
    </message>
    <message>
        <source>Noise: best</source>
        <translation>Ruido: mejor</translation>
    </message>
    <message>
        <source>Blockiness: weight</source>
        <translation>Bloques: peso</translation>
    </message>
    <message>
        <source>Blockiness: worst</source>
        <translation>Bloques: peor</translation>
    </message>
    <message>
        <source>Blockiness: best</source>
        <translation>Bloques: mejor</translation>
    </message>
    <message>
        <source>Contrast: weight</source>
        <translation>Contraste: peso</translation>
    </message>
    <message>
        <source>Contrast: worst</source>
        <translation>Contraste: peor</translation>
    </message>
    <message>
        <source>Contrast: best</source>
        <translation>Contraste: mejor</translation>
    </message>
    <message>
        <source>Exposure: weight</source>
        <translation>Exposición: peso</translation>
    </message>
    <message>
        <source>Exposure: worst</source>
        <translation>Exposición: peor</translation>
    </message>
    <message>
        <source>Exposure: best</source>
        <translation>Exposición: mejor</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>The whole: 100 times the weighted mean times the share that is alive.</source>
        <translation>El total: 100 veces la media ponderada por la parte con vida.</translation>
    </message>
    <message>
        <source>Its part, from blur.sharpness less what noise adds to it (20 times the square of noise.sigma), on a logarithmic scale.</source>
        <translation>Su parte, de blur.sharpness menos lo que añade el ruido (20 veces el cuadrado de noise.sigma), en escala logarítmica.</translation>
    </message>
    <message>
        <source>Its part, from noise.sigma.</source>
        <translation>Su parte, de noise.sigma.</translation>
    </message>
    <message>
        <source>Its part, from blockiness.ratio.</source>
        <translation>Su parte, de blockiness.ratio.</translation>
    </message>
    <message>
        <source>Its part, from contrast.rms.</source>
        <translation>Su parte, de contrast.rms.</translation>
    </message>
    <message>
        <source>Its part, from exposure.shadows and .highlights together.</source>
        <translation>Su parte, de exposure.shadows y .highlights juntos.</translation>
    </message>
    <message>
        <source>Alive</source>
        <translation>Con vida</translation>
    </message>
    <message>
        <source>Share of frames that are neither black nor frozen.</source>
        <translation>Parte de fotogramas que no son negros ni congelados.</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Silencio</translation>
    </message>
    <message>
        <source>Where all channels are silent, of the default track of sound.</source>
        <translation>Dónde todos los canales callan, de la pista de sonido predeterminada.</translation>
    </message>
    <message>
        <source>Samples under it are silent.</source>
        <translation>Las muestras por debajo están en silencio.</translation>
    </message>
    <message>
        <source>Shortest silence</source>
        <translation>Silencio mínimo</translation>
    </message>
    <message>
        <source>Shorter ones do not count.</source>
        <translation>Los más cortos no cuentan.</translation>
    </message>
    <message>
        <source>Silent share</source>
        <translation>Parte en silencio</translation>
    </message>
    <message>
        <source>Of the duration of the sound.</source>
        <translation>De la duración del sonido.</translation>
    </message>
    <message>
        <source>Silences</source>
        <translation>Silencios</translation>
    </message>
    <message>
        <source>How many there are.</source>
        <translation>Cuántos hay.</translation>
    </message>
    <message>
        <source>Times of silence</source>
        <translation>Tiempos de silencio</translation>
    </message>
    <message>
        <source>Analyze</source>
        <translation>Analizar</translation>
    </message>
    <message>
        <source>Measures every frame and the sound, and makes no file: light, sharpness, noise, faults, scenes, signature, loudness and a technical score.</source>
        <translation>Mide cada fotograma y el sonido, y no crea archivos: luz, nitidez, ruido, defectos, escenas, firma, sonoridad y una nota técnica.</translation>
    </message>
    <message>
        <source>Archive FFV1, lossless</source>
        <translation>Archivo FFV1, sin pérdida</translation>
    </message>
    <message>
        <source>Lossless FFV1 in Matroska with a checksum a slice: depth, chroma and fields as in the source, every sound and subtitle track, chapter, attachment and tag.</source>
        <translation>FFV1 sin pérdida en Matroska con una suma de control por porción: profundidad, croma y campos como en el origen, todas las pistas de sonido y subtítulos, capítulos, adjuntos y etiquetas.</translation>
    </message>
    <message>
        <source>Archive HEVC</source>
        <translation>Archivo HEVC</translation>
    </message>
    <message>
        <source>10-bit HEVC of high quality in Matroska at full size, with every sound and subtitle track, chapter, attachment and tag.</source>
        <translation>HEVC de 10 bits de alta calidad en Matroska a tamaño completo, con todas las pistas de sonido y subtítulos, capítulos, adjuntos y etiquetas.</translation>
    </message>
    <message>
        <source>AV1 1080p</source>
        <translation>AV1 1080p</translation>
    </message>
    <message>
        <source>Smallest files: 10-bit AV1 and Opus in WebM, at most 1080 lines, smaller videos keep their size.</source>
        <translation>Los archivos más pequeños: AV1 de 10 bits y Opus en WebM, 1080 líneas como mucho; los vídeos menores conservan su tamaño.</translation>
    </message>
    <message>
        <source>ProRes 422 HQ for editing</source>
        <translation>ProRes 422 HQ para edición</translation>
    </message>
    <message>
        <source>10-bit ProRes 422 HQ in QuickTime at full size, for editing programs; sound is kept or converted so that they take it.</source>
        <translation>ProRes 422 HQ de 10 bits en QuickTime a tamaño completo, para programas de edición; el sonido se conserva o se convierte para que lo acepten.</translation>
    </message>
    <message>
        <source>Editing proxy 540p</source>
        <translation>Proxy de edición 540p</translation>
    </message>
    <message>
        <source>A light stand-in for editing: 540 lines, a key frame every half second, same timing and sound tracks as the original.</source>
        <translation>Un sustituto ligero para editar: 540 líneas, un fotograma clave cada medio segundo, los mismos tiempos y pistas de sonido que el original.</translation>
    </message>
    <message>
        <source>Repack to Matroska</source>
        <translation>Reempaquetar en Matroska</translation>
    </message>
    <message>
        <source>The same pictures and sound in a Matroska file, without encoding anything again.</source>
        <translation>Las mismas imágenes y sonido en un archivo Matroska, sin volver a codificar nada.</translation>
    </message>
    <message>
        <source>Square for social media</source>
        <translation>Cuadrado para redes sociales</translation>
    </message>
    <message>
        <source>1080 by 1080 pixels, the whole picture on black bars, H.264 and AAC in MP4.</source>
        <translation>1080 por 1080 píxeles, la imagen entera sobre bandas negras, H.264 y AAC en MP4.</translation>
    </message>
    <message>
        <source>Web 1080p</source>
        <translation>Web 1080p</translation>
    </message>
    <message>
        <source>H.264 and AAC in MP4 that plays everywhere: at most 1080 lines, smaller videos keep their size.</source>
        <translation>H.264 y AAC en MP4 que se reproduce en todas partes: 1080 líneas como mucho; los vídeos menores conservan su tamaño.</translation>
    </message>
    <message>
        <source>Web 720p</source>
        <translation>Web 720p</translation>
    </message>
    <message>
        <source>H.264 and AAC in MP4 for mail and messengers: at most 720 lines, smaller videos keep their size.</source>
        <translation>H.264 y AAC en MP4 para correo y mensajería: 720 líneas como mucho; los vídeos menores conservan su tamaño.</translation>
    </message>
    <message>
        <source>Web 1080p and 540p</source>
        <translation>Web 1080p y 540p</translation>
    </message>
    <message>
        <source>Two sizes for a web page from one decode, and how bright and sharp the picture is.</source>
        <translation>Dos tamaños para una página web de una sola decodificación, y lo clara y nítida que es la imagen.</translation>
    </message>
    <message>
        <source>VP9 1080p</source>
        <translation>VP9 1080p</translation>
    </message>
    <message>
        <source>VP9 and Opus in WebM for every browser, at most 1080 lines, smaller videos keep their size.</source>
        <translation>VP9 y Opus en WebM para todos los navegadores, 1080 líneas como mucho; los vídeos menores conservan su tamaño.</translation>
    </message>
    <message>
        <source>Pictures through a graph of FFmpeg&apos;s filters, on the host. Filters and options that write files or read others than the one given, that make pictures of nothing, or that change how colours are coded are refused: before the job starts.</source>
        <translation>Pasa las imágenes por un grafo de filtros de FFmpeg, en el procesador. Se rechazan, antes de que empiece el trabajo, los filtros y opciones que escriben archivos o leen otros distintos del dado, los que crean imágenes de la nada y los que cambian la codificación del color.</translation>
    </message>
    <message>
        <source>One that the graph may open as {file}: &quot;lut3d={file}&quot;, &quot;subtitles={file}&quot;, &quot;drawtext=textfile={file}&quot;.</source>
        <translation>Uno que el grafo puede abrir como {file}: «lut3d={file}», «subtitles={file}», «drawtext=textfile={file}».</translation>
    </message>
    <message>
        <source>Stabilise</source>
        <translation>Estabilizar</translation>
    </message>
    <message>
        <source>Takes the shake out of a hand-held clip, after a first pass over it: the way of the camera is smoothed, scene by scene, and each frame moved to where it should have been. Interlaced clips: deinterlace first.</source>
        <translation>Quita el temblor de un clip rodado cámara en mano, tras una primera pasada: se suaviza el recorrido de la cámara, escena por escena, y cada fotograma se lleva adonde debería haber estado. Los clips entrelazados se desentrelazan antes.</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Suavizado</translation>
    </message>
    <message>
        <source>Movements briefer than this are taken away (standard deviation of a Gaussian); slower ones stay.</source>
        <translation>Se quitan los movimientos más breves que esto (desviación típica de una gaussiana); los más lentos se quedan.</translation>
    </message>
    <message>
        <source>How much of the shake: 0 is nothing, 1 all.</source>
        <translation>Cuánto del temblor: 0 es nada y 1 es todo.</translation>
    </message>
    <message>
        <source>Shift at most</source>
        <translation>Desplazamiento máximo</translation>
    </message>
    <message>
        <source>Of the picture&apos;s sides.</source>
        <translation>De los lados de la imagen.</translation>
    </message>
    <message>
        <source>Turn at most</source>
        <translation>Giro máximo</translation>
    </message>
    <message>
        <source>0 leaves the horizon alone.</source>
        <translation>0 no toca el horizonte.</translation>
    </message>
    <message>
        <source>Borders</source>
        <translation>Bordes</translation>
    </message>
    <message>
        <source>Zoom enlarges the whole clip until no border shows; edge goes on with the outermost samples; black.</source>
        <translation>Zoom amplía todo el clip hasta que no se vea ningún borde; edge prolonga las muestras de los extremos; black deja negro.</translation>
    </message>
    <message>
        <source>Zoom at most</source>
        <translation>Zoom máximo</translation>
    </message>
    <message>
        <source>Where more would be needed, those frames are moved less.</source>
        <translation>Donde haría falta más, esos fotogramas se mueven menos.</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>How much larger the picture is made; 0 finds the least that hides the borders.</source>
        <translation>Cuánto se amplía la imagen; con 0 se busca lo mínimo que oculta los bordes.</translation>
    </message>
    <message>
        <source>Bicubic is sharper, bilinear faster.</source>
        <translation>Bicubic es más nítido y bilinear más rápido.</translation>
    </message>
    <message>
        <source>How thick a line goes around letters, so that they can be read on any picture; 0 is none.</source>
        <translation>Grosor de la línea que rodea las letras para que se lean sobre cualquier imagen; 0 es ninguna.</translation>
    </message>
    <message>
        <source>Camera motion</source>
        <translation>Movimiento de cámara</translation>
    </message>
    <message>
        <source>How the picture as a whole moved since the frame before: a shift, a turn and a zoom that most of it follows; what moves by itself does not count. Needs every frame of a clip.</source>
        <translation>Cómo se movió la imagen en conjunto desde el fotograma anterior: un desplazamiento, un giro y un zoom que sigue la mayor parte; lo que se mueve por su cuenta no cuenta. Necesita todos los fotogramas del clip.</translation>
    </message>
    <message>
        <source>Agreement from</source>
        <translation>Acuerdo desde</translation>
    </message>
    <message>
        <source>Frames that agree less are not of one scene: they have no motion.</source>
        <translation>Los fotogramas que concuerdan menos no son de la misma escena: no tienen movimiento.</translation>
    </message>
    <message>
        <source>To the right</source>
        <translation>Hacia la derecha</translation>
    </message>
    <message>
        <source>How far the picture went; none for the first frame of a scene.</source>
        <translation>Cuánto se desplazó la imagen; sin valor en el primer fotograma de una escena.</translation>
    </message>
    <message>
        <source>How far the picture went.</source>
        <translation>Cuánto se desplazó la imagen.</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>Rotación</translation>
    </message>
    <message>
        <source>Clockwise, around the middle.</source>
        <translation>En el sentido de las agujas del reloj, alrededor del centro.</translation>
    </message>
    <message>
        <source>Above 1 the picture grew, around the middle.</source>
        <translation>Por encima de 1 la imagen creció, alrededor del centro.</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Acuerdo</translation>
    </message>
    <message>
        <source>Correlation of both frames&apos; gradients after the motion: near 1 within a scene, near 0 at a cut. None where there is nothing to be seen.</source>
        <translation>Correlación de los gradientes de ambos fotogramas tras el movimiento: cerca de 1 dentro de una escena y de 0 en un corte. Sin valor donde no hay nada que ver.</translation>
    </message>
    <message>
        <source>Shake</source>
        <translation>Temblor</translation>
    </message>
    <message>
        <source>How much the shift changes from frame to frame (root mean square): near 0 for a tripod or an even pan, 0.5 and more for a shaky hand.</source>
        <translation>Cuánto cambia el desplazamiento de un fotograma a otro (media cuadrática): cerca de 0 con trípode o en una panorámica regular; 0,5 o más con una mano temblorosa.</translation>
    </message>
    <message>
        <source>Of the picture that motion was looked for in.</source>
        <translation>De la imagen en la que se buscó el movimiento.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The request is not right</source>
        <translation>La petición no es correcta</translation>
    </message>
    <message>
        <source>Something cannot be found</source>
        <translation>Algo no se encuentra</translation>
    </message>
    <message>
        <source>Something is in the way</source>
        <translation>Ya hay algo en su lugar</translation>
    </message>
    <message>
        <source>There is no permission</source>
        <translation>No hay permiso</translation>
    </message>
    <message>
        <source>This cannot be done here</source>
        <translation>Esto no se puede hacer aquí</translation>
    </message>
    <message>
        <source>The file is damaged or not what it claims to be</source>
        <translation>El archivo está dañado o no es lo que dice ser</translation>
    </message>
    <message>
        <source>Memory, disk space or a limit ran out</source>
        <translation>Se agotó la memoria, el disco o un límite</translation>
    </message>
    <message>
        <source>A device or a component is missing</source>
        <translation>Falta un dispositivo o un componente</translation>
    </message>
    <message>
        <source>It is not there now</source>
        <translation>Ahora no está disponible</translation>
    </message>
    <message>
        <source>It took too long</source>
        <translation>Tardó demasiado</translation>
    </message>
    <message>
        <source>It was stopped</source>
        <translation>Se detuvo</translation>
    </message>
    <message>
        <source>The state does not allow it</source>
        <translation>El estado no lo permite</translation>
    </message>
    <message>
        <source>What was asked for is no longer kept</source>
        <translation>Lo que se pidió ya no se guarda</translation>
    </message>
    <message>
        <source>Reading or writing failed</source>
        <translation>Falló la lectura o la escritura</translation>
    </message>
    <message>
        <source>An error of the program</source>
        <translation>Un error del programa</translation>
    </message>
    <message>
        <source>%1: already exists; allow replacing it or choose another name</source>
        <translation>%1: ya existe; permita reemplazarlo o elija otro nombre</translation>
    </message>
    <message>
        <source>%1: is the input itself and is never replaced</source>
        <translation>%1: es la propia entrada y nunca se reemplaza</translation>
    </message>
    <message>
        <source>%1 is the input itself; choose another output.</source>
        <translation>%1 es la propia entrada; elija otra salida.</translation>
    </message>
    <message>
        <source>%1: two outputs have this name</source>
        <translation>%1: dos salidas tienen este nombre</translation>
    </message>
    <message>
        <source>%1: the folder cannot be made</source>
        <translation>%1: no se puede crear la carpeta</translation>
    </message>
    <message>
        <source>%1: what was written cannot be read back</source>
        <translation>%1: lo que se escribió no se puede volver a leer</translation>
    </message>
    <message>
        <source>%1: the disk is full.</source>
        <translation>%1: el disco está lleno.</translation>
    </message>
    <message>
        <source>%1: the disk quota is used up.</source>
        <translation>%1: la cuota de disco está agotada.</translation>
    </message>
    <message>
        <source>%1: the file would be too large for this disk.</source>
        <translation>%1: el archivo sería demasiado grande para este disco.</translation>
    </message>
    <message>
        <source>%1: too many files are open.</source>
        <translation>%1: hay demasiados archivos abiertos.</translation>
    </message>
    <message>
        <source>%1: there is not enough memory.</source>
        <translation>%1: no hay memoria suficiente.</translation>
    </message>
    <message>
        <source>%1: there is no such file or folder.</source>
        <translation>%1: no existe tal archivo o carpeta.</translation>
    </message>
    <message>
        <source>%1: there is no such file.</source>
        <translation>%1: no existe tal archivo.</translation>
    </message>
    <message>
        <source>%1: there is no such file</source>
        <translation>%1: no existe tal archivo</translation>
    </message>
    <message>
        <source>%1: the system does not allow it.</source>
        <translation>%1: el sistema no lo permite.</translation>
    </message>
    <message>
        <source>%1: it is not allowed.</source>
        <translation>%1: no está permitido.</translation>
    </message>
    <message>
        <source>%1: it took too long.</source>
        <translation>%1: tardó demasiado.</translation>
    </message>
    <message>
        <source>%1: reading or writing failed.</source>
        <translation>%1: falló la lectura o la escritura.</translation>
    </message>
    <message>
        <source>%1: the data is damaged or not what it claims to be.</source>
        <translation>%1: los datos están dañados o no son lo que dicen ser.</translation>
    </message>
    <message>
        <source>%1: the file ends too early.</source>
        <translation>%1: el archivo termina antes de tiempo.</translation>
    </message>
    <message>
        <source>%1 has no index (moov): the recording or download did not finish.</source>
        <translation>%1 no tiene índice (moov): la grabación o la descarga no terminó.</translation>
    </message>
    <message>
        <source>%1 is empty.</source>
        <translation>%1 está vacío.</translation>
    </message>
    <message>
        <source>%1 is a folder.</source>
        <translation>%1 es una carpeta.</translation>
    </message>
    <message>
        <source>%1 has no tracks in it.</source>
        <translation>%1 no contiene pistas.</translation>
    </message>
    <message>
        <source>%1 is not a video file: its content is of no known kind.</source>
        <translation>%1 no es un archivo de vídeo: su contenido no es de ningún tipo conocido.</translation>
    </message>
    <message>
        <source>%1 is a web page, not a video file; the download went wrong.</source>
        <translation>%1 es una página web y no un archivo de vídeo; la descarga salió mal.</translation>
    </message>
    <message>
        <source>%1 holds nothing but zeros; the copy or download did not finish.</source>
        <translation>%1 solo contiene ceros; la copia o la descarga no terminó.</translation>
    </message>
    <message>
        <source>%1 is a list of other files, and such lists are never followed; give the video files themselves.</source>
        <translation>%1 es una lista de otros archivos, y esas listas nunca se siguen; indique los propios archivos de vídeo.</translation>
    </message>
    <message>
        <source>%1 wants to open other files, which is never allowed.</source>
        <translation>%1 quiere abrir otros archivos, lo que nunca se permite.</translation>
    </message>
    <message>
        <source>%1: it holds sound but no picture; there is nothing to filter or encode</source>
        <translation>%1: contiene sonido pero no imagen; no hay nada que filtrar ni codificar</translation>
    </message>
    <message>
        <source>%1: no picture could be decoded</source>
        <translation>%1: no se pudo decodificar ninguna imagen</translation>
    </message>
    <message>
        <source>%1 writes files: give an output folder.</source>
        <translation>%1 escribe archivos: indique una carpeta de salida.</translation>
    </message>
    <message>
        <source>The folder %1 does not exist.</source>
        <translation>La carpeta %1 no existe.</translation>
    </message>
    <message>
        <source>There is no job %1.</source>
        <translation>No existe el trabajo %1.</translation>
    </message>
    <message>
        <source>Nothing can be written into %1</source>
        <translation>No se puede escribir nada en %1</translation>
    </message>
    <message>
        <source>%1 cannot be read further</source>
        <translation>%1 no se puede seguir leyendo</translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>%1 no se puede leer</translation>
    </message>
    <message>
        <source>There is not enough memory to open a file.</source>
        <translation>No hay memoria suficiente para abrir un archivo.</translation>
    </message>
    <message>
        <source>There is not enough memory to write a file.</source>
        <translation>No hay memoria suficiente para escribir un archivo.</translation>
    </message>
    <message>
        <source>This service keeps no cache.</source>
        <translation>Este servicio no tiene caché.</translation>
    </message>
    <message>
        <source>%1: its folder went away while it was written</source>
        <translation>%1: su carpeta desapareció mientras se escribía</translation>
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
    <name>RecipeTables</name>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Fits tracks of this language, as in the file (eng, spa); empty: any.</source>
        <translation>Vale para pistas de este idioma, como en el archivo (eng, spa); vacío: cualquiera.</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>Pista</translation>
    </message>
    <message>
        <source>Fits this track alone, counted from 0; automatic: any.</source>
        <translation>Vale solo para esta pista, contada desde 0; automático: cualquiera.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Seconds to leave out at the beginning.</source>
        <translation>Segundos que se omiten al principio.</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Seconds to use from there; automatic: to the end.</source>
        <translation>Segundos que se usan desde ahí; automático: hasta el final.</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Fotogramas</translation>
    </message>
    <message>
        <source>Which pictures measures look at. Only all goes with outputs.</source>
        <translation>Qué imágenes miran las medidas. Con salidas solo vale «all».</translation>
    </message>
    <message>
        <source>One frame every</source>
        <translation>Un fotograma cada</translation>
    </message>
    <message>
        <source>Distance of the samples; only with sample.</source>
        <translation>Distancia de las muestras; solo con «sample».</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>Rotación</translation>
    </message>
    <message>
        <source>Whether pictures are turned as they are meant to be seen.</source>
        <translation>Si las imágenes se giran como deben verse.</translation>
    </message>
    <message>
        <source>Sound tracks</source>
        <translation>Pistas de sonido</translation>
    </message>
    <message>
        <source>Tracks that outputs may draw from.</source>
        <translation>Pistas de las que pueden tomar las salidas.</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>Subtítulos</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Nombre de archivo</translation>
    </message>
    <message>
        <source>Made of {stem}, {recipe}, {ext}, {codec}, {index} and {output}.</source>
        <translation>Hecho de {stem}, {recipe}, {ext}, {codec}, {index} y {output}.</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Contenedor</translation>
    </message>
    <message>
        <source>The kind of file.</source>
        <translation>La clase de archivo.</translation>
    </message>
    <message>
        <source>Keep chapters</source>
        <translation>Conservar capítulos</translation>
    </message>
    <message>
        <source>Chapters go into the output.</source>
        <translation>Los capítulos van a la salida.</translation>
    </message>
    <message>
        <source>Keep attachments</source>
        <translation>Conservar adjuntos</translation>
    </message>
    <message>
        <source>Attached files (fonts, covers) go into the output.</source>
        <translation>Los archivos adjuntos (tipos de letra, carátulas) van a la salida.</translation>
    </message>
    <message>
        <source>Keep tags</source>
        <translation>Conservar etiquetas</translation>
    </message>
    <message>
        <source>Title, date and artist go into the output.</source>
        <translation>Título, fecha y artista van a la salida.</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>Códec</translation>
    </message>
    <message>
        <source>How pictures are encoded; copy keeps the packets as they are.</source>
        <translation>Cómo se codifican las imágenes; «copy» deja los paquetes como están.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Calidad</translation>
    </message>
    <message>
        <source>Constant quality on the codec&apos;s own scale: lower is better and larger. Automatic: the codec&apos;s own.</source>
        <translation>Calidad constante en la escala del propio códec: más baja es mejor y más grande. Automático: la del códec.</translation>
    </message>
    <message>
        <source>Bit rate</source>
        <translation>Tasa de bits</translation>
    </message>
    <message>
        <source>Mean rate instead of quality.</source>
        <translation>Tasa media en lugar de calidad.</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Slower makes smaller files of the same quality.</source>
        <translation>Más lento da archivos más pequeños con la misma calidad.</translation>
    </message>
    <message>
        <source>Bits a sample</source>
        <translation>Bits por muestra</translation>
    </message>
    <message>
        <source>8 or 10; 0: as the source.</source>
        <translation>8 o 10; 0: como el origen.</translation>
    </message>
    <message>
        <source>Chroma</source>
        <translation>Croma</translation>
    </message>
    <message>
        <source>How finely colours are kept.</source>
        <translation>Con qué finura se guardan los colores.</translation>
    </message>
    <message>
        <source>Key frames</source>
        <translation>Fotogramas clave</translation>
    </message>
    <message>
        <source>Longest distance of key frames; 0: the codec&apos;s own.</source>
        <translation>Distancia máxima entre fotogramas clave; 0: la del códec.</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>Codificador</translation>
    </message>
    <message>
        <source>Hardware: the GPU&apos;s own for h264 and hevc; faster, and larger at the same quality.</source>
        <translation>Hardware: el de la GPU para h264 y hevc; más rápido, y más grande con la misma calidad.</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Qué se hace</translation>
    </message>
    <message>
        <source>Auto: copied where the container holds it, else converted.</source>
        <translation>Auto: se copia si el contenedor lo admite; si no, se convierte.</translation>
    </message>
    <message>
        <source>For aac and opus; automatic: fitting the channels.</source>
        <translation>Para aac y opus; automático: según los canales.</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Canales</translation>
    </message>
    <message>
        <source>Mixed down to so many; automatic: as the source.</source>
        <translation>Se mezclan hasta tantos; automático: como el origen.</translation>
    </message>
    <message>
        <source>Sample rate</source>
        <translation>Frecuencia de muestreo</translation>
    </message>
    <message>
        <source>Automatic: as the source.</source>
        <translation>Automático: como el origen.</translation>
    </message>
    <message>
        <source>Auto: copied where the container holds them, else converted.</source>
        <translation>Auto: se copian si el contenedor los admite; si no, se convierten.</translation>
    </message>
    <message>
        <source>Check the quality</source>
        <translation>Comprobar la calidad</translation>
    </message>
    <message>
        <source>Compares frames of the finished file with what was encoded (SSIM); takes as long as decoding the file once, at most.</source>
        <translation>Compara fotogramas del archivo terminado con lo que se codificó (SSIM); tarda, como mucho, lo que decodificar el archivo una vez.</translation>
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
    <message>
        <source>Quality</source>
        <translation>Calidad</translation>
    </message>
    <message numerus="yes">
        <source>SSIM to what was encoded, mean of %n frame(s); the lowest %1</source>
        <translation>
            <numerusform>SSIM con lo que se codificó, en %n fotograma: %1</numerusform>
            <numerusform>SSIM con lo que se codificó, media de %n fotogramas; la menor %1</numerusform>
        </translation>
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
    <message>
        <source>Comparing</source>
        <translation>Comparación</translation>
    </message>
    <message>
        <source>Excellent</source>
        <translation>Excelente</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Buena</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>Aceptable</translation>
    </message>
    <message>
        <source>Poor</source>
        <translation>Pobre</translation>
    </message>
    <message>
        <source>Bad</source>
        <translation>Mala</translation>
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
    <message>
        <source>Open this recipe in the editor</source>
        <translation>Abrir esta receta en el editor</translation>
    </message>
    <message>
        <source> (not saved)</source>
        <translation> (sin guardar)</translation>
    </message>
    <message>
        <source>%1 with the look %2</source>
        <translation>%1 con el aspecto %2</translation>
    </message>
    <message>
        <source>A folder of %1; open a result to fetch it to this computer</source>
        <translation>Una carpeta de %1; al abrir un resultado se trae a este equipo</translation>
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
    <name>fotograma::ui::ChainEditor</name>
    <message>
        <source>No filters: pictures go through as they are.</source>
        <translation>Sin filtros: las imágenes pasan como están.</translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation>Añadir un filtro</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Añadir %1</translation>
    </message>
    <message>
        <source>Remove a filter</source>
        <translation>Quitar un filtro</translation>
    </message>
    <message>
        <source>Move a filter</source>
        <translation>Mover un filtro</translation>
    </message>
    <message>
        <source>Pass over a filter</source>
        <translation>Saltar un filtro</translation>
    </message>
    <message>
        <source>Use a filter again</source>
        <translation>Usar otra vez un filtro</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Cambiar %1</translation>
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
    <name>fotograma::ui::ClientModel</name>
    <message>
        <source>Without a token</source>
        <translation>Sin token</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Peticiones</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Flujos</translation>
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
    <name>fotograma::ui::ConnectCard</name>
    <message>
        <source>Use this computer</source>
        <translation>Usar este equipo</translation>
    </message>
    <message>
        <source>Connect this window to a server</source>
        <translation>Conectar esta ventana a un servidor</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Dirección del servidor</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>pasted; kept in a file that only you can read</source>
        <translation>pegado; se guarda en un archivo que solo usted puede leer</translation>
    </message>
    <message>
        <source>File with the token</source>
        <translation>Archivo con el token</translation>
    </message>
    <message>
        <source>instead of a pasted one</source>
        <translation>en lugar de uno pegado</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>Autoridad de certificación</translation>
    </message>
    <message>
        <source>PEM, for a certificate that this system does not know</source>
        <translation>PEM, para un certificado que este sistema no conoce</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>Archivo del token</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>Archivo de la CA</translation>
    </message>
    <message>
        <source>Recent servers</source>
        <translation>Servidores recientes</translation>
    </message>
    <message>
        <source>Enter or a double click connects</source>
        <translation>Intro o un doble clic conecta</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Olvidar</translation>
    </message>
    <message>
        <source>This window works with the engine of this computer.</source>
        <translation>Esta ventana trabaja con el motor de este equipo.</translation>
    </message>
    <message>
        <source>This window works with the server %1.</source>
        <translation>Esta ventana trabaja con el servidor %1.</translation>
    </message>
    <message>
        <source>%1, last used %2</source>
        <translation>%1, usado por última vez el %2</translation>
    </message>
    <message>
        <source>the one that is kept</source>
        <translation>el que está guardado</translation>
    </message>
    <message>
        <source>Where is the server? Its address looks like https://host:8750.</source>
        <translation>¿Dónde está el servidor? Su dirección es como https://host:8750.</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>Preguntando a %1…</translation>
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
    <message>
        <source>Parts of the report</source>
        <translation>Partes del informe</translation>
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
        <translation>Creado</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Último uso</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::ExplainView</name>
    <message>
        <source>Pass</source>
        <translation>Pasada</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>De</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Cómo</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Passes over a picture</source>
        <translation>Pasadas sobre una imagen</translation>
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
        <source>What would be kept, changed or lost</source>
        <translation>Qué se conservaría, cambiaría o perdería</translation>
    </message>
    <message>
        <source>Choose a video in the preview to see how the recipe would run for it: which filters become one pass, on which device, and what of the source is kept, changed or lost.</source>
        <translation>Elija un vídeo en la vista previa para ver cómo se haría la receta con él: qué filtros se unen en una pasada, en qué dispositivo, y qué del origen se conserva, cambia o pierde.</translation>
    </message>
    <message>
        <source> (fused)</source>
        <translation> (unidas)</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>No pass over the pictures is needed.</source>
        <translation>No hace falta ninguna pasada sobre las imágenes.</translation>
    </message>
    <message>
        <source>Passes over each picture: %1, on %2. Memory read and written for one: %3.</source>
        <translation>Pasadas sobre cada imagen: %1, en %2. Memoria leída y escrita para una: %3.</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::FailureNotice</name>
    <message numerus="yes">
        <source>%n jobs failed: %1. When that is put right, Retry runs them again.</source>
        <translation>
            <numerusform>%n trabajo ha fallado: %1. Cuando esté arreglado, Reintentar lo repite.</numerusform>
            <numerusform>%n trabajos han fallado: %1. Cuando esté arreglado, Reintentar los repite.</numerusform>
        </translation>
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
    <name>fotograma::ui::FileField</name>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>Elegir: %1</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::FilterBar</name>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Group the jobs</source>
        <translation>Agrupar los trabajos</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>Sin grupos</translation>
    </message>
    <message>
        <source>Group by state</source>
        <translation>Agrupar por estado</translation>
    </message>
    <message>
        <source>Group by batch</source>
        <translation>Agrupar por lote</translation>
    </message>
    <message>
        <source>Group by folder</source>
        <translation>Agrupar por carpeta</translation>
    </message>
    <message>
        <source>Find in the queue</source>
        <translation>Buscar en la cola</translation>
    </message>
    <message>
        <source>Show %1: %2</source>
        <translation>Mostrar %1: %2</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::FilterCard</name>
    <message>
        <source>Pass over this filter</source>
        <translation>Saltar este filtro</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>Quitar este filtro</translation>
    </message>
    <message>
        <source>this service does not know it</source>
        <translation>este servicio no lo conoce</translation>
    </message>
    <message>
        <source>on</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>passed over</source>
        <translation>saltado</translation>
    </message>
    <message>
        <source>Filter %1: %2, passed over</source>
        <translation>Filtro %1: %2, saltado</translation>
    </message>
    <message>
        <source>Filter %1: %2</source>
        <translation>Filtro %1: %2</translation>
    </message>
    <message>
        <source>Move up	Alt+Up</source>
        <translation>Subir	Alt+Up</translation>
    </message>
    <message>
        <source>Move down	Alt+Down</source>
        <translation>Bajar	Alt+Down</translation>
    </message>
    <message>
        <source>Use again	B</source>
        <translation>Usar otra vez	B</translation>
    </message>
    <message>
        <source>Pass over	B</source>
        <translation>Saltar	B</translation>
    </message>
    <message>
        <source>Remove	Del</source>
        <translation>Quitar	Del</translation>
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
    <name>fotograma::ui::Intake</name>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>No se puede leer %1: %2.</translation>
    </message>
    <message>
        <source>%1 is too large for a recipe or a queue.</source>
        <translation>%1 es demasiado grande para una receta o una cola.</translation>
    </message>
    <message>
        <source>%1 is neither a recipe nor a queue.</source>
        <translation>%1 no es una receta ni una cola.</translation>
    </message>
    <message>
        <source>Jobs written to %1: %2.</source>
        <translation>Trabajos escritos en %1: %2.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>No se puede escribir %1: %2.</translation>
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
    <message>
        <source>%1 has no folder for results: it was started without one. Recipes that only measure work there.</source>
        <translation>%1 no tiene carpeta para resultados: se inició sin ninguna. Las recetas que solo miden sí funcionan allí.</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::JobEditor</name>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>Recipe for the selected jobs</source>
        <translation>Receta para los trabajos elegidos</translation>
    </message>
    <message>
        <source>Device for the selected jobs</source>
        <translation>Dispositivo para los trabajos elegidos</translation>
    </message>
    <message>
        <source>Output folder for the selected jobs</source>
        <translation>Carpeta de salida para los trabajos elegidos</translation>
    </message>
    <message>
        <source>Output folder stays</source>
        <translation>La carpeta de salida se queda</translation>
    </message>
    <message>
        <source>Priority of the selected jobs</source>
        <translation>Prioridad de los trabajos elegidos</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>se queda</translation>
    </message>
    <message>
        <source>Priority </source>
        <translation>Prioridad </translation>
    </message>
    <message>
        <source>Close the editing of jobs</source>
        <translation>Cerrar la edición de trabajos</translation>
    </message>
    <message>
        <source>Change one job</source>
        <translation>Cambiar un trabajo</translation>
    </message>
    <message>
        <source>Change %1 jobs</source>
        <translation>Cambiar %1 trabajos</translation>
    </message>
    <message>
        <source>Recipe stays</source>
        <translation>La receta se queda</translation>
    </message>
    <message>
        <source>Device stays</source>
        <translation>El dispositivo se queda</translation>
    </message>
    <message>
        <source>Best device</source>
        <translation>El mejor dispositivo</translation>
    </message>
    <message>
        <source>Changed: %1. Not changed: %2. %3</source>
        <translation>Cambiados: %1. Sin cambiar: %2. %3</translation>
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
    <name>fotograma::ui::LinkBar</name>
    <message>
        <source>Try now</source>
        <translation>Probar ahora</translation>
    </message>
    <message>
        <source>Another token</source>
        <translation>Otro token</translation>
    </message>
    <message>
        <source>Use this computer</source>
        <translation>Usar este equipo</translation>
    </message>
    <message>
        <source>Connection to the server</source>
        <translation>Conexión con el servidor</translation>
    </message>
    <message>
        <source>%1 does not take the token any more since %2: %3 What you see is as of then.</source>
        <translation>%1 ya no acepta el token desde las %2: %3 Lo que ve es de ese momento.</translation>
    </message>
    <message>
        <source>Trying again in %1 s.</source>
        <translation>Nuevo intento en %1 s.</translation>
    </message>
    <message>
        <source>Trying again…</source>
        <translation>Nuevo intento…</translation>
    </message>
    <message>
        <source>%1 is away since %2: %3 What you see is as of then. %4</source>
        <translation>%1 no responde desde las %2: %3 Lo que ve es de ese momento. %4</translation>
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
    <message>
        <source>jobs and reports</source>
        <translation>trabajos e informes</translation>
    </message>
    <message>
        <source>your recipes</source>
        <translation>sus recetas</translation>
    </message>
    <message>
        <source>cache</source>
        <translation>caché</translation>
    </message>
    <message>
        <source>locks</source>
        <translation>bloqueos</translation>
    </message>
    <message>
        <source>outputs</source>
        <translation>salidas</translation>
    </message>
    <message>
        <source>%1, writing</source>
        <translation>%1, escribir</translation>
    </message>
    <message>
        <source>%1, reading</source>
        <translation>%1, leer</translation>
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
    <message>
        <source>Fotograma at %1</source>
        <translation>Fotograma en %1</translation>
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
    <name>fotograma::ui::OperationPicker</name>
    <message>
        <source>Find by name or purpose</source>
        <translation>Buscar por nombre o propósito</translation>
    </message>
    <message>
        <source>What can be added</source>
        <translation>Qué se puede añadir</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::OutputsEditor</name>
    <message>
        <source>Outputs</source>
        <translation>Salidas</translation>
    </message>
    <message>
        <source>Add an output</source>
        <translation>Añadir una salida</translation>
    </message>
    <message>
        <source>Remove this output</source>
        <translation>Quitar esta salida</translation>
    </message>
    <message>
        <source>This recipe makes no files: it measures only. Add an output to make one.</source>
        <translation>Esta receta no crea archivos: solo mide. Añada una salida para crear uno.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sonido</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>Subtítulos</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Filters of this output alone</source>
        <translation>Filtros solo de esta salida</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::ParamRow</name>
    <message>
        <source>on</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automático</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>Volver a %1</translation>
    </message>
    <message>
        <source>Set %1 back to its default</source>
        <translation>Volver %1 a su valor inicial</translation>
    </message>
    <message>
        <source>Choose the file for %1</source>
        <translation>Elegir el archivo de %1</translation>
    </message>
    <message>
        <source>Choose or drop a file</source>
        <translation>Elija o suelte un archivo</translation>
    </message>
    <message>
        <source>Files (%1)</source>
        <translation>Archivos (%1)</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::PreviewCanvas</name>
    <message>
        <source>Preview</source>
        <translation>Vista previa</translation>
    </message>
    <message>
        <source>The split is at %1 % of the width</source>
        <translation>La división está en el %1 % de la anchura</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::PreviewPane</name>
    <message>
        <source>Drop a video here, or choose one, to see what the recipe does.</source>
        <translation>Suelte aquí un vídeo, o elija uno, para ver lo que hace la receta.</translation>
    </message>
    <message>
        <source>What the preview tells</source>
        <translation>Lo que dice la vista previa</translation>
    </message>
    <message>
        <source>Choose a video to look at</source>
        <translation>Elegir un vídeo para mirar</translation>
    </message>
    <message>
        <source>Before and after with a split</source>
        <translation>Antes y después con división</translation>
    </message>
    <message>
        <source>Before and after side by side</source>
        <translation>Antes y después lado a lado</translation>
    </message>
    <message>
        <source>Before alone</source>
        <translation>Solo antes</translation>
    </message>
    <message>
        <source>After alone</source>
        <translation>Solo después</translation>
    </message>
    <message>
        <source>Fit the picture</source>
        <translation>Encajar la imagen</translation>
    </message>
    <message>
        <source>One pixel for one pixel</source>
        <translation>Un píxel por píxel</translation>
    </message>
    <message>
        <source>Play some seconds</source>
        <translation>Reproducir unos segundos</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Estimar</translation>
    </message>
    <message>
        <source>Choose a video first.</source>
        <translation>Elija antes un vídeo.</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>Leyendo %1…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1  ·  shown in %2 ms</source>
        <translation>%1  ·  mostrado en %2 ms</translation>
    </message>
    <message>
        <source>Encode short samples to tell time, size and quality</source>
        <translation>Codificar muestras cortas para saber tiempo, tamaño y calidad</translation>
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
    <message>
        <source>Pause after the &amp;current jobs</source>
        <translation>Pausa tras los trabajos a&amp;ctuales</translation>
    </message>
    <message>
        <source>Let running jobs end and pause all that wait</source>
        <translation>Deja acabar los trabajos en marcha y pausa los que esperan</translation>
    </message>
    <message>
        <source>C&amp;hange…</source>
        <translation>Ca&amp;mbiar…</translation>
    </message>
    <message>
        <source>Change recipe, folder, device or priority of the selected jobs that wait</source>
        <translation>Cambia receta, carpeta, dispositivo o prioridad de los trabajos elegidos que esperan</translation>
    </message>
    <message>
        <source>Run &amp;first</source>
        <translation>Hacer p&amp;rimero</translation>
    </message>
    <message>
        <source>Run the selected jobs before all others</source>
        <translation>Hace los trabajos elegidos antes que los demás</translation>
    </message>
    <message>
        <source>Run &amp;last</source>
        <translation>Hacer al &amp;final</translation>
    </message>
    <message>
        <source>Run the selected jobs after all others</source>
        <translation>Hace los trabajos elegidos después de los demás</translation>
    </message>
    <message>
        <source>&amp;Paste paths</source>
        <translation>&amp;Pegar rutas</translation>
    </message>
    <message>
        <source>Add the files and folders whose paths are in the clipboard</source>
        <translation>Añade los archivos y carpetas cuyas rutas están en el portapapeles</translation>
    </message>
    <message>
        <source>&amp;Export the queue…</source>
        <translation>&amp;Exportar la cola…</translation>
    </message>
    <message>
        <source>Write the selected jobs, or all of them, to a file that can be imported again</source>
        <translation>Escribe los trabajos elegidos, o todos, en un archivo que se puede volver a importar</translation>
    </message>
    <message>
        <source>&amp;Import a queue or recipe…</source>
        <translation>&amp;Importar una cola o receta…</translation>
    </message>
    <message>
        <source>Add the jobs or the recipe of a file</source>
        <translation>Añade los trabajos o la receta de un archivo</translation>
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
        <translation>Fot./s</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restante</translation>
    </message>
    <message>
        <source>Size before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>Size after</source>
        <translation>Después</translation>
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
    <message>
        <source>%1 at %2</source>
        <translation>%1 a las %2</translation>
    </message>
    <message>
        <source>Score %1</source>
        <translation>Nota %1</translation>
    </message>
    <message>
        <source>Structural similarity (SSIM) of the output to what was encoded, by frames drawn by chance; 1 is equal.</source>
        <translation>Similitud estructural (SSIM) de la salida con lo que se codificó, en fotogramas elegidos al azar; 1 es igual.</translation>
    </message>
    <message>
        <source>Technical score of the input, from 0 to 100.</source>
        <translation>Nota técnica de la entrada, de 0 a 100.</translation>
    </message>
    <message>
        <source>Not measured. “Check the quality” in an output of the recipe turns it on.</source>
        <translation>Sin medir. Se activa con «Comprobar la calidad» en una salida de la receta.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Calidad</translation>
    </message>
    <message>
        <source>The input ended early or is damaged; what could be read was used.</source>
        <translation>La entrada terminó antes de tiempo o está dañada; se usó lo que se pudo leer.</translation>
    </message>
    <message>
        <source>Done in part</source>
        <translation>Hecho en parte</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::QueuePage</name>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
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
        <source>There is no recipe called &quot;%1&quot;.</source>
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
        <source>Command to run when the queue is done; Enter keeps it</source>
        <translation>Orden que se ejecuta al acabar la cola; Intro la guarda</translation>
    </message>
    <message>
        <source>Command to run when the queue is done</source>
        <translation>Orden que se ejecuta al acabar la cola</translation>
    </message>
    <message>
        <source>When done</source>
        <translation>Al acabar</translation>
    </message>
    <message>
        <source>What happens when the queue is done</source>
        <translation>Qué pasa al acabar la cola</translation>
    </message>
    <message>
        <source>Show c&amp;harts</source>
        <translation>Mostrar &amp;gráficas</translation>
    </message>
    <message>
        <source>Find in the &amp;queue</source>
        <translation>&amp;Buscar en la cola</translation>
    </message>
    <message>
        <source>Rows can be moved while no column sorts them: click the sorting column&apos;s title away first.</source>
        <translation>Las filas se pueden mover si ninguna columna las ordena: quite antes el orden con un clic en el título de la columna.</translation>
    </message>
    <message>
        <source>New recipe</source>
        <translation>Receta nueva</translation>
    </message>
    <message>
        <source>The command for the end of the queue could not be started: %1</source>
        <translation>La orden para el final de la cola no se pudo iniciar: %1</translation>
    </message>
    <message>
        <source>The clipboard holds no path of a file or folder that exists.</source>
        <translation>El portapapeles no tiene ninguna ruta de un archivo o carpeta que exista.</translation>
    </message>
    <message>
        <source>Import a queue or a recipe</source>
        <translation>Importar una cola o una receta</translation>
    </message>
    <message>
        <source>Queues and recipes (*.json)</source>
        <translation>Colas y recetas (*.json)</translation>
    </message>
    <message>
        <source>Export the queue</source>
        <translation>Exportar la cola</translation>
    </message>
    <message>
        <source>queue.json</source>
        <translation>cola.json</translation>
    </message>
    <message>
        <source>Queues (*.json)</source>
        <translation>Colas (*.json)</translation>
    </message>
    <message>
        <source>One job was removed. Files stay.</source>
        <translation>Se quitó un trabajo. Los archivos se quedan.</translation>
    </message>
    <message>
        <source>Jobs removed: %1. Files stay.</source>
        <translation>Trabajos quitados: %1. Los archivos se quedan.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Open its recipe in the editor</source>
        <translation>Abrir su receta en el editor</translation>
    </message>
    <message>
        <source>Copy the path of the input</source>
        <translation>Copiar la ruta de la entrada</translation>
    </message>
    <message>
        <source>The queue is done. Fotograma quits in %1 s.</source>
        <translation>La cola ha acabado. Fotograma se cierra en %1 s.</translation>
    </message>
    <message>
        <source>The queue is done. The computer goes to sleep in %1 s.</source>
        <translation>La cola ha acabado. El equipo se suspende en %1 s.</translation>
    </message>
    <message>
        <source>The queue is done. The computer is shut down in %1 s.</source>
        <translation>La cola ha acabado. El equipo se apaga en %1 s.</translation>
    </message>
    <message>
        <source>Stay on</source>
        <translation>Seguir encendido</translation>
    </message>
    <message>
        <source>Fetching %1 from %2…</source>
        <translation>Trayendo %1 de %2…</translation>
    </message>
    <message>
        <source>%1 lies in %2.</source>
        <translation>%1 está en %2.</translation>
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
    <name>fotograma::ui::RecipeDocument</name>
    <message>
        <source>Rename</source>
        <translation>Cambiar el nombre</translation>
    </message>
    <message>
        <source>Change the part of the source</source>
        <translation>Cambiar la parte del origen</translation>
    </message>
    <message>
        <source>Change output %1</source>
        <translation>Cambiar la salida %1</translation>
    </message>
    <message>
        <source>Add an output</source>
        <translation>Añadir una salida</translation>
    </message>
    <message>
        <source>Remove output %1</source>
        <translation>Quitar la salida %1</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::RecipePage</name>
    <message>
        <source>Recipe</source>
        <translation>Receta</translation>
    </message>
    <message>
        <source>Recipe to edit</source>
        <translation>Receta que se edita</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>Import a recipe</source>
        <translation>Importar una receta</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>Recetas (*.json)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Export the recipe</source>
        <translation>Exportar la receta</translation>
    </message>
    <message>
        <source>Use for the queue</source>
        <translation>Usar en la cola</translation>
    </message>
    <message>
        <source>Name of the recipe</source>
        <translation>Nombre de la receta</translation>
    </message>
    <message>
        <source>What the engine says of the recipe</source>
        <translation>Lo que dice el motor de la receta</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtros</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Salidas</translation>
    </message>
    <message>
        <source>Source and measures</source>
        <translation>Origen y medidas</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Explicar</translation>
    </message>
    <message>
        <source>New recipe</source>
        <translation>Receta nueva</translation>
    </message>
    <message>
        <source>Filters (%1)</source>
        <translation>Filtros (%1)</translation>
    </message>
    <message>
        <source>Outputs (%1)</source>
        <translation>Salidas (%1)</translation>
    </message>
    <message>
        <source>The recipe is right.</source>
        <translation>La receta es correcta.</translation>
    </message>
    <message>
        <source>The recipe is right. It makes %1.</source>
        <translation>La receta es correcta. Crea %1.</translation>
    </message>
    <message>
        <source>My recipe</source>
        <translation>Mi receta</translation>
    </message>
    <message>
        <source>%1 (mine)</source>
        <translation>%1 (mía)</translation>
    </message>
    <message>
        <source>The recipe %1 was saved.</source>
        <translation>Se guardó la receta %1.</translation>
    </message>
    <message>
        <source>The recipe %1 was deleted. It is still open here: save it to keep it.</source>
        <translation>Se borró la receta %1. Sigue abierta aquí: guárdela para conservarla.</translation>
    </message>
    <message>
        <source>%1 cannot be read as a recipe.</source>
        <translation>%1 no se puede leer como receta.</translation>
    </message>
    <message>
        <source>The recipe was written to %1.</source>
        <translation>La receta se escribió en %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>No se puede escribir %1: %2.</translation>
    </message>
    <message>
        <source>Parts of the recipe</source>
        <translation>Partes de la receta</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::RequestModel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Tardó</translation>
    </message>
    <message>
        <source>Did</source>
        <translation>Hizo</translation>
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
    <name>fotograma::ui::RuleList</name>
    <message>
        <source>Add a rule</source>
        <translation>Añadir una regla</translation>
    </message>
    <message>
        <source>Add a rule: %1</source>
        <translation>Añadir una regla: %1</translation>
    </message>
    <message>
        <source>No rules: tracks are copied where the container holds them, else converted.</source>
        <translation>Sin reglas: las pistas se copian si el contenedor las admite; si no, se convierten.</translation>
    </message>
    <message>
        <source>Remove rule %1</source>
        <translation>Quitar la regla %1</translation>
    </message>
    <message>
        <source>Move rule %1 up</source>
        <translation>Subir la regla %1</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::SampleEstimate</name>
    <message>
        <source>The clip&apos;s length is not known: no estimate can be made.</source>
        <translation>No se conoce la duración del clip: no se puede estimar.</translation>
    </message>
    <message>
        <source>Samples are being made…</source>
        <translation>Haciendo muestras…</translation>
    </message>
    <message>
        <source>Samples done: %1 of %2</source>
        <translation>Muestras hechas: %1 de %2</translation>
    </message>
    <message>
        <source>The samples could not be made.</source>
        <translation>No se pudieron hacer las muestras.</translation>
    </message>
    <message>
        <source>About %1 of work and %2, from short samples</source>
        <translation>Unos %1 de trabajo y %2, según muestras cortas</translation>
    </message>
    <message>
        <source>About %1 of work, from short samples</source>
        <translation>Unos %1 de trabajo, según muestras cortas</translation>
    </message>
    <message>
        <source>About %1 of work and %2; quality %3 (SSIM %4); from short samples</source>
        <translation>Unos %1 de trabajo y %2; calidad %3 (SSIM %4); según muestras cortas</translation>
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
    <name>fotograma::ui::ScrubBar</name>
    <message>
        <source>Place in the clip</source>
        <translation>Lugar en el clip</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::Sender</name>
    <message>
        <source>Sending %1 of %2 to %3: %4, %5</source>
        <translation>Enviando %1 de %2 a %3: %4, %5</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::ServeCard</name>
    <message>
        <source>This computer as a server</source>
        <translation>Este equipo como servidor</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Dirección del servidor</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Opens the server&apos;s status page in the browser</source>
        <translation>Abre la página de estado del servidor en el navegador</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>127.0.0.1 is this computer alone; 0.0.0.0 is every network, and needs a certificate</source>
        <translation>127.0.0.1 es solo este equipo; 0.0.0.0 es toda la red y necesita un certificado</translation>
    </message>
    <message>
        <source>any</source>
        <translation>alguno</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>TLS certificate</source>
        <translation>Certificado TLS</translation>
    </message>
    <message>
        <source>none: this computer only</source>
        <translation>ninguno: solo este equipo</translation>
    </message>
    <message>
        <source>TLS key</source>
        <translation>Clave TLS</translation>
    </message>
    <message>
        <source>Switch on with the window</source>
        <translation>Activar al abrir la ventana</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificado</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Carpetas</translation>
    </message>
    <message>
        <source>Folders that clients may read and write</source>
        <translation>Carpetas que los clientes pueden leer y escribir</translation>
    </message>
    <message>
        <source>Clients read and write below these folders alone; without any they work with what they send.</source>
        <translation>Los clientes leen y escriben solo dentro de estas carpetas; sin ninguna trabajan con lo que envían.</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Añadir una carpeta</translation>
    </message>
    <message>
        <source>Remove the folder</source>
        <translation>Quitar la carpeta</translation>
    </message>
    <message>
        <source>The server goes on as it is; what was changed holds when it is switched on the next time.</source>
        <translation>El servidor sigue como está; lo cambiado vale la próxima vez que se active.</translation>
    </message>
    <message>
        <source>A folder that clients may read and write</source>
        <translation>Una carpeta que los clientes pueden leer y escribir</translation>
    </message>
    <message>
        <source>Off: only this window uses the engine.</source>
        <translation>Apagado: solo esta ventana usa el motor.</translation>
    </message>
    <message>
        <source>On since %1: other programs reach this engine with a token.</source>
        <translation>Activo desde las %1: otros programas llegan a este motor con un token.</translation>
    </message>
    <message>
        <source>Ending requests and streams…</source>
        <translation>Terminando peticiones y flujos…</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Iniciando…</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Desactivar</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Activar</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::ServerPage</name>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Serve this computer</source>
        <translation>Servir este equipo</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>Conectar a un servidor</translation>
    </message>
    <message>
        <source>This program neither serves nor connects to a server.</source>
        <translation>Este programa ni sirve ni se conecta a un servidor.</translation>
    </message>
    <message>
        <source>Connected clients</source>
        <translation>Clientes conectados</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Peticiones</translation>
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
    <name>fotograma::ui::SourceEditor</name>
    <message>
        <source>Add a measure</source>
        <translation>Añadir una medida</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Measured in every clip</source>
        <translation>Se mide en cada clip</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Medidas</translation>
    </message>
    <message>
        <source>, of the pictures at %1</source>
        <translation>, de las imágenes en %1</translation>
    </message>
    <message>
        <source>Remove a measure</source>
        <translation>Quitar una medida</translation>
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
        <source>%1 → %2 (%3)</source>
        <translation>%1 → %2 (%3)</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>quedan unos %1</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>%1 is away</source>
        <translation>%1 no responde</translation>
    </message>
    <message>
        <source>%1 refuses the token</source>
        <translation>%1 rechaza el token</translation>
    </message>
    <message>
        <source>The engine: %1</source>
        <translation>El motor: %1</translation>
    </message>
    <message>
        <source>Where the engine is; opens the server&apos;s page</source>
        <translation>Dónde está el motor; abre la página del servidor</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en espera</numerusform>
            <numerusform>%n en espera</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n en marcha</numerusform>
            <numerusform>%n en marcha</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n en pausa</numerusform>
            <numerusform>%n en pausa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n hecho</numerusform>
            <numerusform>%n hechos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fallido</numerusform>
            <numerusform>%n fallidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <translation>
            <numerusform>%n cancelado</numerusform>
            <numerusform>%n cancelados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ready</source>
        <translation>
            <numerusform>%n listo</numerusform>
            <numerusform>%n listos</numerusform>
        </translation>
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
    <name>fotograma::ui::TokenCard</name>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>No token yet: nobody is let in before you make one.</source>
        <translation>Aún no hay tokens: nadie entra hasta que cree uno.</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Revocar</translation>
    </message>
    <message>
        <source>Name of a new token: who will use it?</source>
        <translation>Nombre del token nuevo: ¿quién lo usará?</translation>
    </message>
    <message>
        <source>Name of a new token</source>
        <translation>Nombre del token nuevo</translation>
    </message>
    <message>
        <source>never ends</source>
        <translation>no caduca</translation>
    </message>
    <message>
        <source> days</source>
        <translation> días</translation>
    </message>
    <message>
        <source>Days until it ends</source>
        <translation>Días hasta que caduque</translation>
    </message>
    <message>
        <source>Make token</source>
        <translation>Crear token</translation>
    </message>
    <message>
        <source>The new token</source>
        <translation>El token nuevo</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>The token for %1. Copy it now: it is not shown again.</source>
        <translation>El token para %1. Cópielo ahora: no se muestra de nuevo.</translation>
    </message>
    <message>
        <source>Revoke the token &quot;%1&quot;? Whoever uses it is shut out at once, for good.</source>
        <translation>¿Revocar el token «%1»? Quien lo usa queda fuera al momento y para siempre.</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::TokenModel</name>
    <message>
        <source>Look</source>
        <translation>Mirar</translation>
    </message>
    <message>
        <source>Submit and control</source>
        <translation>Enviar y controlar</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message>
        <source>Has ended</source>
        <translation>Caducado</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Puede</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Caduca</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
</context>
<context>
    <name>fotograma::ui::WhenDone</name>
    <message>
        <source>When the queue is &amp;done</source>
        <translation>Al acabar la &amp;cola</translation>
    </message>
    <message>
        <source>&amp;Notify me</source>
        <translation>A&amp;visarme</translation>
    </message>
    <message>
        <source>Play a &amp;sound</source>
        <translation>Tocar un &amp;sonido</translation>
    </message>
    <message>
        <source>Run a &amp;command…</source>
        <translation>Ejecutar una &amp;orden…</translation>
    </message>
    <message>
        <source>Leave the computer on</source>
        <translation>Dejar el equipo encendido</translation>
    </message>
    <message>
        <source>&amp;Quit Fotograma, once</source>
        <translation>&amp;Cerrar Fotograma, una vez</translation>
    </message>
    <message>
        <source>Put the computer to s&amp;leep, once</source>
        <translation>&amp;Suspender el equipo, una vez</translation>
    </message>
    <message>
        <source>Shut the computer &amp;down, once</source>
        <translation>&amp;Apagar el equipo, una vez</translation>
    </message>
    <message>
        <source>The queue is done, with failures</source>
        <translation>La cola ha acabado, con fallos</translation>
    </message>
    <message>
        <source>The queue is done</source>
        <translation>La cola ha acabado</translation>
    </message>
    <message>
        <source>Done: %1. Failed: %2.</source>
        <translation>Hechos: %1. Fallidos: %2.</translation>
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
