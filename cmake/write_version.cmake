# Writes OUTPUT from TEMPLATE with the git revision of SOURCE, and leaves it alone when nothing changed.
set(REVISION unknown)
find_program(GIT git)
if(GIT)
  # A copy without history inside somebody else's repository must not borrow that one's revision.
  execute_process(COMMAND "${GIT}" -C "${SOURCE}" rev-parse --show-prefix
    OUTPUT_VARIABLE prefix OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed AND prefix STREQUAL "")
    execute_process(COMMAND "${GIT}" -C "${SOURCE}" rev-parse --verify --quiet --short=12 HEAD
      OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
      set(REVISION "${head}")
      execute_process(COMMAND "${GIT}" -C "${SOURCE}" status --porcelain --untracked-files=no
        OUTPUT_VARIABLE changes ERROR_QUIET)
      if(NOT changes STREQUAL "")
        string(APPEND REVISION "-dirty")
      endif()
    endif()
  endif()
endif()
configure_file("${TEMPLATE}" "${OUTPUT}" @ONLY)
