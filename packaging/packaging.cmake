# What `cmake --install` and the Debian package hold. There is nothing to install before the program exists.
if(NOT TARGET hivemend)
    return()
endif()
include(GNUInstallDirs)

# The reference, from the declarations that the program carries.
set(reference ${PROJECT_BINARY_DIR}/reference.md)
add_custom_command(
    OUTPUT ${reference}
    COMMAND hivemend help --markdown > ${reference}
    DEPENDS hivemend
    VERBATIM)
add_custom_target(reference ALL DEPENDS ${reference})

set(manual ${PROJECT_BINARY_DIR}/hivemend.1.gz)
add_custom_command(
    OUTPUT ${manual}
    COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/packaging/hivemend.1 > ${manual}
    DEPENDS packaging/hivemend.1
    VERBATIM)
add_custom_target(manual ALL DEPENDS ${manual})

install(TARGETS hivemend DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/completions/hivemend.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME hivemend)
install(FILES packaging/completions/hivemend.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _hivemend)
install(FILES packaging/completions/hivemend.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES LICENSE packaging/copyright ${reference} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/hivemend)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hivemend)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "hivemend maintainers <hivemend@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "repairs the disk of a Windows machine that does not boot, offline")
set(CPACK_PACKAGE_DESCRIPTION "Repairs are written as playbooks in a small declarative, typed language. A playbook is
checked without any disk, planned against a disk (a dry run that shows every change before
and after), and applied atomically; an applied run can be undone exactly.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
