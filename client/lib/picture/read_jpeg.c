/* Decodes a JPEG (ITU-T T.81, JFIF). Whatever libjpeg-turbo warns of is refused, and it may neither end the
 * program nor go through a picture more often than one is made of. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include <jerror.h>

#include "client/lib/picture/pixels.h"

enum {
    MEMORY_BYTES = 48 * 1024 * 1024, /* a progressive picture of the largest size needs half of it */
    SCANS = 64,                      /* encoders make about ten */
    MARKER_BYTES = 65533,
};

struct decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf end;
    bool short_of_data, too_many_scans;
};

/* --- what libjpeg calls --- */

static void leave(j_common_ptr jpeg)
{
    struct decoder *decoder = jpeg->client_data;
    longjmp(decoder->end, 1);
}

/* A warning is as bad as an error: what would be shown is not what was there. */
static void judge(j_common_ptr jpeg, int level)
{
    struct decoder *decoder = jpeg->client_data;
    const int code = jpeg->err->msg_code;
    if (level >= 0)
        return;
    decoder->short_of_data = code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER;
    leave(jpeg);
}

static void say_nothing(j_common_ptr jpeg)
{
    (void)jpeg;
}

static void count_scans(j_common_ptr jpeg)
{
    struct decoder *decoder = jpeg->client_data;
    if (decoder->jpeg.input_scan_number <= SCANS)
        return;
    decoder->too_many_scans = true;
    leave(jpeg);
}

static void init(struct decoder *decoder, struct bytes bytes)
{
    decoder->jpeg.err = jpeg_std_error(&decoder->errors);
    decoder->jpeg.client_data = decoder;
    decoder->errors.error_exit = leave;
    decoder->errors.emit_message = judge;
    decoder->errors.output_message = say_nothing;
    decoder->progress.progress_monitor = count_scans;
    if (setjmp(decoder->end) != 0)
        return;
    jpeg_create_decompress(&decoder->jpeg);
    decoder->jpeg.progress = &decoder->progress;
    decoder->jpeg.mem->max_memory_to_use = MEMORY_BYTES;
    for (int number = 1; number < 16; number++)
        jpeg_save_markers(&decoder->jpeg, JPEG_APP0 + number, MARKER_BYTES);
    jpeg_save_markers(&decoder->jpeg, JPEG_COM, 1);
    jpeg_mem_src(&decoder->jpeg, bytes.at, (unsigned long)bytes.size);
}

/* --- the way of a file --- */

static bool begins(const struct jpeg_marker_struct *marker, const char *with, size_t size)
{
    return marker->data_length >= size && memcmp(marker->data, with, size) == 0;
}
#define BEGINS(marker, text) begins(marker, text, sizeof(text) - 1)

static void note_marker(struct picture_file *file, const struct jpeg_marker_struct *marker)
{
    static const char exif[] = "Exif\0";
    if (marker->marker == JPEG_COM) {
        picture_leave_out(file, PICTURE_TEXT);
    } else if (marker->marker == JPEG_APP0 + 1 && begins(marker, exif, sizeof exif)) {
        picture_leave_out(file, PICTURE_CAMERA);
        file->orientation =
            exif_orientation(bytes_of(marker->data + sizeof exif, (size_t)marker->data_length - sizeof exif));
    } else if (marker->marker == JPEG_APP0 + 2 && BEGINS(marker, "ICC_PROFILE")) {
        picture_leave_out(file, PICTURE_PROFILE);
    } else if (!(marker->marker == JPEG_APP0 + 14 && BEGINS(marker, "Adobe"))) {
        picture_leave_out(file, PICTURE_OTHER);
    }
}

static bool read_header(struct decoder *decoder)
{
    if (setjmp(decoder->end) != 0)
        return false;
    return jpeg_read_header(&decoder->jpeg, TRUE) == JPEG_HEADER_OK;
}

static enum error check_header(struct decoder *decoder, struct picture_file *file, struct pixels *pixels)
{
    const struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    enum error error = pixels_init(pixels, file, jpeg->image_width, jpeg->image_height);
    if (error != OK)
        return error;
    if (jpeg->num_components == 4)
        return picture_refuse(file, ERR_PICTURE_INKS, 0);
    if (jpeg->num_components != 1 && jpeg->num_components != 3)
        return picture_broken(file, "it has colours that nobody shows");
    for (const struct jpeg_marker_struct *each = jpeg->marker_list; each != NULL; each = each->next)
        note_marker(file, each);
    return OK;
}

static bool read_pixels(struct decoder *decoder, const struct pixels *pixels)
{
    struct jpeg_decompress_struct *jpeg = &decoder->jpeg;
    if (setjmp(decoder->end) != 0)
        return false;
    jpeg->out_color_space = JCS_EXT_RGBA;
    if (!jpeg_start_decompress(jpeg))
        return false;
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = pixels->at + (size_t)jpeg->output_scanline * pixels->width * PIXEL_BYTES;
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    return jpeg_finish_decompress(jpeg) != FALSE;
}

static enum error refuse_broken(const struct decoder *decoder, struct picture_file *file)
{
    if (decoder->errors.msg_code == JERR_OUT_OF_MEMORY)
        return picture_no_memory(file);
    if (decoder->too_many_scans)
        return picture_broken(file, "it is made of too many layers");
    return picture_broken(file, decoder->short_of_data ? "it is cut short"
                                                       : "its pixels are not what it says of them");
}

enum error pixels_from_jpeg(struct picture_file *file, struct pixels *pixels)
{
    struct decoder decoder = {.short_of_data = false};
    init(&decoder, file->bytes);
    enum error error = decoder.jpeg.src != NULL && read_header(&decoder)
                           ? check_header(&decoder, file, pixels)
                           : refuse_broken(&decoder, file);
    if (error == OK && !read_pixels(&decoder, pixels))
        error = refuse_broken(&decoder, file);
    if (error == OK && decoder.jpeg.src->bytes_in_buffer > 0)
        picture_leave_out(file, PICTURE_BEHIND);
    jpeg_destroy_decompress(&decoder.jpeg);
    if (error != OK) {
        free(pixels->at);
        pixels->at = NULL;
    }
    return error;
}
