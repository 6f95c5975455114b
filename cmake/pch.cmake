# Precompiled headers: one of the standard library and fmt for all rooms, one that adds Catch2 for all tests.
# Only headers from outside are in them, so that editing ours never rebuilds everything; and none that brings names which change
# what a call means, as std::quoted of <filesystem> does.

# hivemend_pch(target LINK libraries... HEADERS more...): an empty library that holds a precompiled header.
function(hivemend_pch target)
    cmake_parse_arguments(pch "" "" "LINK;HEADERS" ${ARGN})
    if(NOT HIVEMEND_PCH)
        return()
    endif()
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp CONTENT "// Empty: the target exists for its precompiled header.\n")
    add_library(${target} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp)
    target_link_libraries(${target} PUBLIC hivemend_options ${pch_LINK})
    target_precompile_headers(${target} PRIVATE
        <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string> <string_view>
        <utility> <variant> <vector> <fmt/format.h> ${pch_HEADERS})
endfunction()

function(hivemend_precompiled target holder)
    if(TARGET ${holder})
        target_precompile_headers(${target} REUSE_FROM ${holder})
    endif()
endfunction()

if(HIVEMEND_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(hivemend_options INTERFACE -fpch-preprocess)  # ccache cannot keep the objects without it
endif()
hivemend_pch(hivemend_pch LINK fmt::fmt)
