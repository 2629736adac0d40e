/* `brand new`: the form of an application as a file that is to be filled in. It writes that file and sends
 * nothing. */
#include "client/lib/home/files.h"
#include "client/nouns/brand/brand_form.h"
#include "client/shell/command.h"

#include <stdlib.h>

static enum error write_file(const char *path, struct bytes form, struct failure *failure)
{
    bool existed = false;
    enum error code = files_write_new(path, form, 0666, &existed, failure);
    if (code == OK && existed)
        return failure_say(failure, ERR_INTERNAL,
                           "%s is there already, and stays as it is. Give another name.", path);
    return code;
}

static enum error run(struct command *command)
{
    const size_t most = form_room(&brand_form);
    struct buffer form = buffer_over(malloc(most), most);
    if (form.at == NULL)
        return failure_say(&command->failure, ERR_INTERNAL, "There is no memory left.");
    form_write(&brand_form, NULL, 0, &form);
    enum error code = write_file(command->words[0], buffer_bytes(&form), &command->failure);
    free(form.at);
    if (code == OK)
        say_note(command->options,
                 "Fill in %s, and look whether something is missing: bulletin brand check %s",
                 command->words[0], command->words[0]);
    return code;
}

const struct command_plan plan_brand_new = {
    .words = "brand new",
    .help = "Write a form to apply for a service brand.",
    .doc = "Write the form of an application for a service brand into FILE, to be filled in. Nothing is "
           "sent.\vFILE is a text file with notes on what is asked. It can be passed round until it is done. "
           "A file that is there already stays as it is.",
    .arguments = "FILE",
    .no_word = "Which file is to be made? Give its name, such as brand.txt.",
    .more_words = "One file is made at a time.",
    .run = run,
};
