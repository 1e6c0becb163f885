// What Swift cannot call in ncurses itself: macros, variables of the library, and cchar_t.

#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
// No macros named `move` or `clear`.
#define NCURSES_NOMACROS 1

#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

// From term.h, whose macros take names as common as `columns` and `lines`.
extern char *tigetstr(const char *name);

enum {
    cn_terminal_found = 1,
    cn_terminal_unknown = 0,
    cn_terminal_cannot_move = -1,
};

/// Opens the screen of a terminal type; NULL, and why, where there can be none.
static inline SCREEN *cn_open_screen(const char *type, int *found) {
    fflush(stdout);
    SCREEN *screen = newterm(type, stdout, stdin);
    *found = cn_terminal_unknown;
    if (screen == NULL) return NULL;
    *found = cn_terminal_cannot_move;
    const char *cup = tigetstr("cup");
    if (cup == NULL || cup == (const char *)-1) {
        endwin();
        delscreen(screen);
        return NULL;
    }
    *found = cn_terminal_found;
    return screen;
}

static inline WINDOW *cn_window(void) { return stdscr; }
static inline void cn_repaint_everything(void) { clearok(curscr, TRUE); }
static inline void cn_set_escape_delay(int milliseconds) { set_escdelay(milliseconds); }
static inline int cn_colors(void) { return COLORS; }
static inline int cn_color_pairs(void) { return COLOR_PAIRS; }

static inline bool cn_is_utf8(void) {
    const char *codeset = nl_langinfo(CODESET);
    return codeset != NULL && strcmp(codeset, "UTF-8") == 0;
}

/// The size the kernel knows, or false.
static inline bool cn_kernel_size(int *rows, int *columns) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return false;
    if (size.ws_row == 0 || size.ws_col == 0) return false;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return true;
}

static inline attr_t cn_attributes(bool bold, bool underline, bool reverse, bool dim) {
    return (bold ? A_BOLD : 0) | (underline ? A_UNDERLINE : 0) | (reverse ? A_REVERSE : 0)
        | (dim ? A_DIM : 0);
}

/// Makes one cell of at most five scalars; unused ones are 0.
static inline void cn_set_cell(
    cchar_t *cell, const uint32_t *scalars, int count, attr_t attributes, short pair
) {
    wchar_t text[CCHARW_MAX + 1] = {0};
    for (int i = 0; i < count && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
    if (setcchar(cell, text, attributes, pair, NULL) != OK) {
        text[0] = L'?';
        text[1] = 0;
        setcchar(cell, text, attributes, pair, NULL);
    }
}

/// The columns the terminal library gives a scalar; -1 if the locale cannot show it.
static inline int cn_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

#endif
