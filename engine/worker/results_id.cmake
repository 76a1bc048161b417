# cmake -DLIST=<file of paths> -DROOT=<repository> -DOUTPUT=<cpp> -P results_id.cmake
#
# Paths and contents of the listed sources to one digest, as a function that engine/worker/result_cache.h declares.
file(STRINGS "${LIST}" sources)
list(SORT sources)
set(digests "")
foreach(source IN LISTS sources)
  file(SHA256 "${source}" digest)
  file(RELATIVE_PATH name "${ROOT}" "${source}")
  string(APPEND digests "${name} ${digest}\n")
endforeach()
string(SHA256 whole "${digests}")
string(SUBSTRING "${whole}" 0 32 short)
file(WRITE "${OUTPUT}" "#include \"engine/worker/result_cache.h\"

namespace fotograma::worker {

std::string_view resultsId() noexcept { return \"${short}\"; }

}  // namespace fotograma::worker
")
