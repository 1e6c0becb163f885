// Gives the terminal back when a signal ends or stops the program.
//
// A signal handler may do next to nothing, so everything it needs is prepared beforehand: the
// byte sequences that leave and enter the full screen, and the terminal modes on both sides.
// The handlers only write, set modes, and raise the signal again with the action it had before,
// so that the exit status is the signal's, and the Swift runtime prints its backtrace on a
// restored terminal.
//
// The state is one static per object file: call these functions from one Swift file only.

#ifndef CNCURSES_RESTORATION_H
#define CNCURSES_RESTORATION_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "shim.h"

enum { cn_sequence_capacity = 256, cn_signal_count = 14 };

struct cn_sequence {
    char bytes[cn_sequence_capacity];
    size_t count;
};

struct cn_restoration {
    /// Whether the terminal is ours: full screen, our modes.
    volatile sig_atomic_t is_active;
    /// Whether the sequences and modes below are known.
    volatile sig_atomic_t is_ready;
    volatile sig_atomic_t is_cursor_hidden;
    volatile sig_atomic_t was_interrupted;
    volatile sig_atomic_t needs_size;
    volatile sig_atomic_t has_exit_handler;
    bool is_begun;
    int wake_read;
    int wake_write;
    struct termios original;
    struct termios ours;
    struct cn_sequence enter;
    struct cn_sequence keypad;
    struct cn_sequence leave;
    struct cn_sequence hide_cursor;
    struct sigaction previous[cn_signal_count];
    bool is_installed[cn_signal_count];
    char stack[65536];
};

static inline struct cn_restoration *cn_state(void) {
    static struct cn_restoration state;
    return &state;
}

static inline int cn_signal(int index) {
    static const int signals[cn_signal_count] = {
        SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGILL, SIGTRAP, SIGSEGV,
        SIGABRT, SIGBUS, SIGFPE, SIGTSTP, SIGCONT, SIGWINCH,
    };
    return signals[index];
}

/// Appends a capability without its padding, `$<…>`.
static inline void cn_append(struct cn_sequence *sequence, const char *name) {
    const char *text = tigetstr(name);
    if (text == NULL || text == (const char *)-1) return;
    while (*text != 0 && sequence->count < cn_sequence_capacity) {
        if (text[0] == '$' && text[1] == '<') {
            const char *end = strchr(text, '>');
            if (end == NULL) return;
            text = end + 1;
        } else {
            sequence->bytes[sequence->count++] = *text++;
        }
    }
}

static inline void cn_write(const struct cn_sequence *sequence) {
    size_t done = 0;
    while (done < sequence->count) {
        ssize_t count = write(STDOUT_FILENO, sequence->bytes + done, sequence->count - done);
        if (count > 0) done += (size_t)count;
        else if (count < 0 && errno == EINTR) continue;
        else return;
    }
}

static inline void cn_wake(void) {
    char byte = 0;
    // A full pipe wakes as well.
    (void)!write(cn_state()->wake_write, &byte, 1);
}

static inline void cn_leave(void) {
    struct cn_restoration *state = cn_state();
    if (!state->is_active) return;
    state->is_active = 0;
    cn_write(&state->leave);
    tcsetattr(STDIN_FILENO, TCSANOW, &state->original);
}

static inline void cn_enter(void) {
    struct cn_restoration *state = cn_state();
    if (!state->is_ready) return;
    tcsetattr(STDIN_FILENO, TCSANOW, &state->ours);
    // After SIGSTOP nothing was left, and the second screen is still there.
    if (!state->is_active) cn_write(&state->enter);
    cn_write(&state->keypad);
    if (state->is_cursor_hidden) cn_write(&state->hide_cursor);
    state->is_active = 1;
}

/// Stops with the standard action of SIGTSTP, and returns on SIGCONT.
static inline void cn_stop(void) {
    struct sigaction mine, standard;
    sigset_t set, before;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &mine);
    raise(SIGTSTP);
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &set, &before);
    // Stopped here.
    sigprocmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGTSTP, &mine, NULL);
}

/// Stops while the terminal belongs to another job. False if a signal waits that ends us, as
/// when the shell is gone.
static inline bool cn_wait_for_foreground(void) {
    struct sigaction mine, ignore;
    sigset_t waiting;
    pid_t owner;
    bool is_ending = false;
    while (!is_ending && (owner = tcgetpgrp(STDIN_FILENO)) > 0 && owner != getpgrp()) {
        raise(SIGSTOP);
        sigpending(&waiting);
        is_ending = sigismember(&waiting, SIGHUP) || sigismember(&waiting, SIGTERM)
            || sigismember(&waiting, SIGINT) || sigismember(&waiting, SIGQUIT);
    }
    // The SIGCONT that brought us here is still blocked; ignoring it for a moment discards it.
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGCONT, &ignore, &mine);
    sigaction(SIGCONT, &mine, NULL);
    return !is_ending;
}

/// Raises a signal for the action it had before us, and then for the standard one: the Swift
/// runtime's own prints a backtrace and returns, and the program must not live on.
static inline void cn_raise_to_the_end(int number) {
    struct sigaction standard;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(number, &standard, NULL);
    raise(number);
}

static inline void cn_handle(int number, siginfo_t *information, void *context) {
    struct cn_restoration *state = cn_state();
    int saved_errno = errno;
    (void)context;
    if (number == SIGWINCH) {
        state->needs_size = 1;
        cn_wake();
    } else if (number == SIGINT && information->si_code > 0 && !state->was_interrupted) {
        // Ctrl-C, from the kernel: a key. A second one before the first is read means that the
        // program is not reading, and ends it.
        state->was_interrupted = 1;
        cn_wake();
    } else if (number == SIGTSTP || number == SIGCONT) {
        if (number == SIGTSTP) {
            cn_leave();
            cn_stop();
        }
        if (cn_wait_for_foreground()) {
            cn_enter();
            state->needs_size = 1;
            cn_wake();
        }
    } else {
        cn_leave();
        for (int i = 0; i < cn_signal_count; i++) {
            if (cn_signal(i) == number) sigaction(number, &state->previous[i], NULL);
        }
        bool is_fault = number == SIGSEGV || number == SIGBUS || number == SIGILL
            || number == SIGFPE;
        // The faulting instruction is run again after a return, and the signal comes by itself
        // with the right address. Any other has to be raised.
        if (!(is_fault && information->si_code > 0)) cn_raise_to_the_end(number);
    }
    errno = saved_errno;
}

enum cn_begin { cn_begin_done, cn_begin_already, cn_begin_failed };

/// Takes the signals; before `newterm`, which else would take some in its own way. `original` are
/// the modes before it.
static inline enum cn_begin cn_restoration_begin(const struct termios *original) {
    struct cn_restoration *state = cn_state();
    int ends[2];
    if (state->is_begun) return cn_begin_already;
    if (pipe(ends) != 0) return cn_begin_failed;
    state->is_begun = true;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
    state->wake_read = ends[0];
    state->wake_write = ends[1];
    state->original = *original;
    state->was_interrupted = 0;
    state->needs_size = 0;
    state->is_cursor_hidden = 0;
    state->is_ready = 0;

    stack_t current;
    if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
        // After a stack overflow there is no room for a handler on the stack.
        stack_t own = {.ss_sp = state->stack, .ss_size = sizeof state->stack};
        sigaltstack(&own, NULL);
    }

    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = cn_handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    sigfillset(&action.sa_mask);
    for (int i = 0; i < cn_signal_count; i++) {
        int number = cn_signal(i);
        state->is_installed[i] = false;
        if (sigaction(number, NULL, &state->previous[i]) != 0) continue;
        bool is_ignored = !(state->previous[i].sa_flags & SA_SIGINFO)
            && state->previous[i].sa_handler == SIG_IGN;
        // nohup and shells without job control ask for this; they know why.
        if (is_ignored && number != SIGWINCH && number != SIGCONT) continue;
        state->is_installed[i] = sigaction(number, &action, NULL) == 0;
    }
    return cn_begin_done;
}

/// Prepares the sequences of ncurses' terminal, once its modes are set.
static inline void cn_restoration_ready(void) {
    struct cn_restoration *state = cn_state();
    tcgetattr(STDIN_FILENO, &state->ours);
    state->enter.count = state->leave.count = 0;
    state->keypad.count = state->hide_cursor.count = 0;
    cn_append(&state->enter, "smcup");
    cn_append(&state->keypad, "smkx");
    cn_append(&state->leave, "sgr0");
    cn_append(&state->leave, "op");
    cn_append(&state->leave, "cnorm");
    cn_append(&state->leave, "rmkx");
    size_t before = state->leave.count;
    cn_append(&state->leave, "rmcup");
    // Without a second screen, what follows would stand in the middle of the picture.
    if (state->leave.count == before) cn_append(&state->leave, "clear");
    cn_append(&state->hide_cursor, "civis");
    state->is_ready = 1;
    state->is_active = 1;
    if (!state->has_exit_handler) {
        state->has_exit_handler = 1;
        atexit(cn_leave);
    }
}

/// Gives the signals back.
static inline void cn_release_signals(void) {
    struct cn_restoration *state = cn_state();
    for (int i = 0; i < cn_signal_count; i++) {
        if (state->is_installed[i]) sigaction(cn_signal(i), &state->previous[i], NULL);
        state->is_installed[i] = false;
    }
}

/// After the ordinary end of the full screen.
static inline void cn_restoration_end(void) {
    struct cn_restoration *state = cn_state();
    state->is_active = 0;
    state->is_ready = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &state->original);
    cn_release_signals();
    close(state->wake_read);
    close(state->wake_write);
    state->is_begun = false;
}

static inline void cn_note_cursor(bool hidden) { cn_state()->is_cursor_hidden = hidden; }

static inline bool cn_take_flag(volatile sig_atomic_t *flag) {
    bool was_set = *flag;
    *flag = 0;
    return was_set;
}

static inline bool cn_take_interrupt(void) { return cn_take_flag(&cn_state()->was_interrupted); }
static inline bool cn_take_size_change(void) { return cn_take_flag(&cn_state()->needs_size); }

enum { cn_wait_timeout, cn_wait_input, cn_wait_signal, cn_wait_gone };

/// Waits for input or a signal; `milliseconds` < 0 waits for ever.
static inline int cn_wait(int milliseconds) {
    struct pollfd ends[2] = {
        {.fd = STDIN_FILENO, .events = POLLIN},
        {.fd = cn_state()->wake_read, .events = POLLIN},
    };
    int count = poll(ends, 2, milliseconds);
    if (count < 0) return errno == EINTR ? cn_wait_signal : cn_wait_gone;
    if (count == 0) return cn_wait_timeout;
    if (ends[1].revents != 0) {
        char bytes[64];
        while (read(cn_state()->wake_read, bytes, sizeof bytes) > 0) {}
        return cn_wait_signal;
    }
    if (ends[0].revents & (POLLHUP | POLLERR | POLLNVAL)) return cn_wait_gone;
    return cn_wait_input;
}

#endif
