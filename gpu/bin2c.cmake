# cmake -DBIN2C=... -DIN=kernels.fatbin -DOUT=kernels.fatbin.inc -P bin2c.cmake: the bytes as an array named `fatbin`.
execute_process(COMMAND "${BIN2C}" --const --type longlong --padd 0 --name fatbin "${IN}" OUTPUT_FILE "${OUT}.part"
  COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${OUT}.part" "${OUT}")
